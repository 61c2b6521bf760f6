"""People who bought one thing and came back for another."""

from typing import ClassVar

from django.db import models

from crm.figures.difference import Difference
from crm.figures.share import Share


class PairingKind(models.TextChoices):
    """What sort of thing it is."""

    CATEGORY = "category"
    PRODUCT = "product"


class PairingQuerySet(models.QuerySet["Pairing"]):
    def strongest_first(self) -> "PairingQuerySet":
        return self.order_by("-low", "first", "later")


class Pairing(models.Model):
    """Of those who bought the first thing, how many came back for the later one within six weeks.

    Counted by night; kept only where enough people did, and clearly more than after other things.
    """

    kind = models.CharField(max_length=8, choices=PairingKind)
    first = models.CharField(max_length=200)
    later = models.CharField(max_length=200)
    customers = models.IntegerField()
    came_back = models.IntegerField()
    others = models.IntegerField()  # who bought something else first
    others_came = models.IntegerField()
    low = models.FloatField()  # by so much more than after other things, at the least

    objects = PairingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "first", "later"], name="pairing_stands_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first} → {self.later}"

    @property
    def share(self) -> Share:
        return Share(self.came_back, self.customers)

    @property
    def usual(self) -> Share:
        """After anything else."""
        return Share(self.others_came, self.others)

    @property
    def difference(self) -> Difference:
        return Difference(self.share, self.usual)
