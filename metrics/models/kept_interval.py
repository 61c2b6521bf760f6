"""Intervals that take too long to compute while somebody waits."""

from typing import ClassVar

from django.db import models


class KeptInterval(models.Model):
    """Between what a metric of the whole shop lies, for a period that ends on the day it was counted."""

    metric = models.CharField(max_length=40)
    days = models.PositiveSmallIntegerField()
    last = models.DateField()
    low = models.FloatField()
    high = models.FloatField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["metric", "days"], name="interval_is_kept_once"),
        ]

    def __str__(self) -> str:
        return f"{self.metric}, {self.days} days until {self.last}"
