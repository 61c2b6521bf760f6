"""For how long something is kept."""

from django.db import models

from crm.shop.models import User


class KeepingRule(models.Model):
    """What the owner decided about one kind of thing; without a row, what customers/keeping.py says."""

    key = models.SlugField(max_length=30, unique=True)
    is_on = models.BooleanField(default=False)
    days = models.PositiveIntegerField()
    decided_at = models.DateTimeField(auto_now=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    version = models.IntegerField(default=1)

    def __str__(self) -> str:
        return self.key
