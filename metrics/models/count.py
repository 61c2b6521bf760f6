"""When all of it was last counted, and by which numbers."""

from datetime import datetime
from typing import ClassVar

from django.db import models

A_YEAR = 365


class Count(models.Model):
    """The one row that says as of when the figures are, and what they were counted with."""

    # Another zone has other days: everything is counted again.
    time_zone = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    usual_gap = models.PositiveSmallIntegerField()  # days, as overdue was counted with
    # No purchase for so many days is said to be silent: the shop's own number.
    silent_after = models.PositiveSmallIntegerField(default=A_YEAR)
    # From which day and which amount on a customer has which score, for the days between two nights.
    recency_bounds = models.JSONField(default=list)
    money_bounds = models.JSONField(default=list)
    rebuilt_at = models.DateTimeField()
    counted_at = models.DateTimeField()
    scored_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="there_is_one_count", condition=models.Q(pk=1)),
        ]

    def __str__(self) -> str:
        return str(self.counted_at)

    @classmethod
    def current(cls) -> "Count | None":
        """None until the clock has counted for the first time."""
        return cls.objects.filter(pk=1).first()

    @classmethod
    def as_of(cls) -> datetime | None:
        """When what is shown was counted."""
        return cls.objects.filter(pk=1).values_list("counted_at", flat=True).first()

    @classmethod
    def silence(cls) -> int:
        """The shop's own number of days; a year until it is known."""
        return cls.objects.filter(pk=1).values_list("silent_after", flat=True).first() or A_YEAR
