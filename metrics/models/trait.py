"""What customers have in common, and how many of the most valuable have it too."""

from typing import ClassVar

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from crm.figures.difference import Difference
from crm.figures.share import Share
from customers.models import Channel


class TraitKind(models.TextChoices):
    """What was known of somebody when they began, or is written on their card."""

    SOURCE = "source", _("How they found us")
    FIRST_CATEGORY = "first_category", _("What they bought first")
    FIRST_CHANNEL = "first_channel", _("How they bought first")
    FIRST_PLACE = "first_place", _("Where they bought first")
    TOWN = "town", _("Where they live")
    TAG = "tag", _("Tags")


class Trait(models.Model):
    """One of them, among all who have bought: counted by night, never for fewer than five customers."""

    kind = models.CharField(max_length=14, choices=TraitKind)
    value = models.CharField(max_length=120)
    customers = models.IntegerField()  # who have it
    top = models.IntegerField()  # of those, in the tenth worth most
    everybody = models.IntegerField()
    everybody_top = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "value"], name="trait_stands_once"),
        ]

    def __str__(self) -> str:
        return self.value

    @property
    def name(self) -> str:
        """Ways to buy have words of ours; the rest is as the shop typed it."""
        if self.kind == TraitKind.FIRST_CHANNEL and self.value in Channel.values:
            return str(Channel(self.value).label)
        return self.value

    @cached_property
    def share(self) -> Share:
        """How many of those who have it are worth most."""
        return Share(self.top, self.customers)

    @cached_property
    def lift(self) -> float:
        """In multiples of what a group like any other would have."""
        return (self.share.rate or 0.0) * self.everybody / self.everybody_top

    @cached_property
    def others(self) -> Difference:
        """Against those who have it not."""
        return Difference(self.share, Share(self.everybody_top - self.top, self.everybody - self.customers))

    @property
    def sets_apart(self) -> bool:
        """More of them are worth most than of the others, and chance alone hardly explains it."""
        return self.others.low > 0

    @property
    def is_less(self) -> bool:
        return self.others.high < 0
