"""Numerators and denominators, day by day."""

from typing import ClassVar

from django.db import models

from crm.shop.models import Location


class DailySum(models.Model):
    """What one day adds to a metric at one place, by one way.

    How things stand is kept as what changed on each day, so that it too is a sum over days.
    """

    metric = models.CharField(max_length=40)
    on = models.DateField()
    location = models.ForeignKey(
        Location, models.CASCADE, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    channel = models.CharField(max_length=12, blank=True)
    numerator = models.DecimalField(max_digits=20, decimal_places=4, default=0)
    denominator = models.DecimalField(max_digits=20, decimal_places=4, default=0)
    # Each one squared: how far answers or amounts lie apart.
    squares = models.DecimalField(max_digits=24, decimal_places=4, default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["metric", "on", "location", "channel"],
                name="metric_has_one_sum_a_day",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric}, {self.on}: {self.numerator}/{self.denominator}"
