"""What a field said before, and after: erasable, and the source of undo."""

from typing import ClassVar

from django.db import models

from crm.shop.field_names import field_in_words
from crm.shop.models import User
from customers.models.customer import Customer


class Revision(models.Model):
    """One field of one thing, changed once."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="revisions")
    about = models.CharField(max_length=80)  # "customers.customer:42"
    field = models.CharField(max_length=60)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    version = models.IntegerField(null=True)  # the version that this change made

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["about", "-id"], name="revision_about")]

    def __str__(self) -> str:
        return f"{self.about}.{self.field}"

    @property
    def field_in_words(self) -> str:
        """What people call the field."""
        return field_in_words(self.about, self.field)
