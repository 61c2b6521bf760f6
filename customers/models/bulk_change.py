"""The same change to many customers at once, and what it really changed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from customers.models.customer import Customer


class BulkKind(models.TextChoices):
    ADD_TAG = "add_tag", _("Add a tag")
    REMOVE_TAG = "remove_tag", _("Remove a tag")
    SET_OWNER = "set_owner", _("Set who looks after them")


class BulkChange(models.Model):
    """What was asked of whom, seen in a preview first; `cursor` is the customer it has come to."""

    kind = models.CharField(max_length=12, choices=BulkKind)
    value = models.CharField(max_length=40, blank=True)  # number of the tag or colleague; empty: nobody
    query = models.TextField(blank=True)  # the filter, where it was all that match
    picked = models.JSONField(null=True)  # the numbers of customers, where they were ticked
    matched = models.IntegerField(default=0)  # how many the preview found
    expected = models.IntegerField(default=0)  # how many the preview said would change
    found = models.IntegerField(default=0)  # how many it came past
    changed = models.IntegerField(default=0)
    cursor = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    undo_asked_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def is_underway(self) -> bool:
        return not self.done_at or bool(self.undo_asked_at and not self.undone_at)


class BulkChangeLine(models.Model):
    """One customer whom a bulk change has changed: the source of undo."""

    change = models.ForeignKey(BulkChange, models.CASCADE, related_name="lines", db_index=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    before = models.BigIntegerField(null=True)  # who looked after them

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["change", "customer"], name="bulk_change_counts_once"),
        ]

    def __str__(self) -> str:
        return f"{self.change_id} {self.customer_id}"
