"""Addresses we do not write to, whoever they belong to."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User


class SuppressionReason(models.TextChoices):
    HARD_BOUNCE = "hard_bounce", _("The address does not exist")
    SOFT_BOUNCE = "soft_bounce", _("Could not be delivered three times")
    COMPLAINT = "complaint", _("Marked our mail as spam")
    UNSUBSCRIBE = "unsubscribe", _("Unsubscribed")
    MANUAL = "manual", _("Set by hand")
    ERASURE = "erasure", _("Their records were erased")
    ROLE_ADDRESS = "role_address", _("Not the address of a person")
    INVALID = "invalid", _("Not an address")


class SuppressionScope(models.TextChoices):
    EVERYTHING = "everything", _("Everything")  # bounces: also what they asked for
    ALL_BUT_TRANSACTIONAL = "unasked", _("All they did not ask for")


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def standing(self, now: datetime) -> Self:
        return self.filter(lifted_at=None).filter(Q(until=None) | Q(until__gt=now))


class Suppression(models.Model):
    """Nothing goes to this address. Kept by its hash, so that it outlives the customer."""

    address_hash = models.CharField(max_length=64)
    address_hint = models.CharField(
        max_length=80, blank=True
    )  # "a…@example.org", for people; empty after erasure
    scope = models.CharField(max_length=12, choices=SuppressionScope)
    reason = models.CharField(max_length=12, choices=SuppressionReason)
    note = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=60)  # "webhook", "preference centre", "csv" …
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)  # soft bounces are tried again
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    lifted_because = models.CharField(max_length=200, blank=True)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["address_hash", "reason"],
                condition=Q(lifted_at=None),
                name="address_suppressed_once_for_a_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-at", "-id"], name="suppression_newest")]

    def __str__(self) -> str:
        return self.address_hint or self.address_hash[:8]
