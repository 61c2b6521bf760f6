"""Two records of one person, put together."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from crm.shop.models import User
from customers.models.customer import Customer

MAY_BE_UNDONE_FOR = timedelta(days=30)


class MergeQuerySet(models.QuerySet["Merge"]):
    def standing(self) -> Self:
        """Not taken apart again."""
        return self.filter(undone_at=None)

    def forgettable(self, now: datetime) -> Self:
        """Too old to be taken apart, and still holding what one of them said."""
        return self.filter(at__lt=now - MAY_BE_UNDONE_FOR).exclude(steps=[])


class Merge(models.Model):
    """What was done to make one customer of two, step by step: the source of undo."""

    kept = models.ForeignKey(Customer, models.CASCADE, related_name="merges")
    gone_number = models.BigIntegerField()  # the number of the record that is no more
    # The code by which the gone one recommended us: friends may still hold it.
    gone_code = models.CharField(max_length=16, blank=True)
    # As customers/merging/book.py wrote them; emptied when it is too late to undo.
    steps = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["gone_number"], condition=Q(undone_at=None), name="merged_into_one"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["gone_code"], condition=~Q(gone_code=""), name="merge_by_code"),
            models.Index(fields=["-at", "-id"], name="merge_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.gone_number} → {self.kept_id}"
