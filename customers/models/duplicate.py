"""Two records that may be one person."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from customers.models.customer import Customer


class Verdict(models.TextChoices):
    """What somebody said about the two."""

    DIFFERENT = "different", _("Not the same person")
    HOUSEHOLD = "household", _("One household, two people")


class DuplicateQuerySet(models.QuerySet["Duplicate"]):
    def open(self) -> Self:
        """Nobody has judged them."""
        return self.filter(verdict="")

    def exact(self) -> Self:
        """The same full name and the same way to reach them, nothing against it: customers/likeness.py."""
        against = Q(reasons__overlap=["other_first_name", "other_birthday"])
        return self.filter(~against, reasons__overlap=["email", "phone"], reasons__contains=["same_name"])

    def with_people(self) -> Self:
        """Both of each pair, with how to reach them."""
        ways = [f"{one}__{way}" for one in ("first", "second") for way in ("phones", "emails")]
        return self.select_related("first", "second").prefetch_related(*ways)

    def strongest_first(self) -> Self:
        return self.order_by("-strength", "pk")


class Duplicate(models.Model):
    """Two customers, and what speaks for their being one person; what somebody said about it stays."""

    first = models.ForeignKey(Customer, models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    strength = models.PositiveSmallIntegerField()  # customers/likeness.py: the more the likelier
    reasons = ArrayField(models.CharField(max_length=20), default=list)
    found_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="two_are_compared_once"),
            models.CheckConstraint(name="two_in_order", condition=Q(first__lt=F("second"))),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-strength", "id"], condition=Q(verdict=""), name="duplicate_strongest"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}"
