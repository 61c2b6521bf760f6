"""Telling other programs what happens here: where to, and each single telling."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User


class PauseReason(models.TextChoices):
    """Why nothing is told at the moment."""

    BY_HAND = "by_hand", _("Paused by hand")
    DEAD = "dead", _("Switched off: it had not answered for days")
    GONE = "gone", _("Switched off: it answered that it is gone for good")
    UNREADABLE = "unreadable", _("Switched off: its secret cannot be read here any more")


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def running(self) -> Self:
        return self.filter(paused_at=None)


class Webhook(models.Model):
    """An address that is told when something happens; what it gets are numbers, never words."""

    name = models.CharField(_("what it is for"), max_length=40)
    address = models.CharField(_("address"), max_length=500)
    events = ArrayField(models.CharField(max_length=40), verbose_name=_("what it is told"))
    # Unreadable without the SECRET_KEY. After a change both are good for a day.
    secret = models.CharField(max_length=300, editable=False)
    secret_before = models.CharField(max_length=300, blank=True, editable=False)
    secret_before_until = models.DateTimeField(null=True, editable=False)
    # How far the clock has read for it: the trail by number, everything else by time.
    seen_up_to = models.BigIntegerField(default=0, editable=False)
    looked_up_to = models.DateTimeField(editable=False)
    # Only what happened since then is told.
    since = models.DateTimeField(editable=False)
    paused_at = models.DateTimeField(null=True, editable=False)
    paused_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    paused_because = models.CharField(max_length=10, choices=PauseReason, blank=True, editable=False)
    # It has answered to nothing since then; it is left alone for a while after each try.
    failing_since = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    rests_until = models.DateTimeField(null=True, editable=False)
    version = models.IntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="webhook_is_paused_for_a_reason",
                condition=Q(paused_at=None, paused_because="")
                | Q(paused_at__isnull=False) & ~Q(paused_because=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        return self.paused_at is None


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waits")
    SENDING = "sending", _("On its way")
    DELIVERED = "delivered", _("Arrived")
    FAILED = "failed", _("Given up")


class Obstacle(models.TextChoices):
    """What came of a try, where it was not a plain answer."""

    INSIDE = "inside", _("The address leads into a network of its own, not to the internet")
    UNREACHABLE = "unreachable", _("Nobody answers there")
    CERTIFICATE = "certificate", _("Its certificate is no good")
    TOO_SLOW = "too_slow", _("It took too long to answer")
    REDIRECT = "redirect", _("It points elsewhere, where we do not follow")
    REFUSED = "refused", _("It did not take it")


class WebhookDeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    def waiting(self) -> Self:
        return self.filter(state=DeliveryState.WAITING)

    def given_up(self) -> Self:
        return self.filter(state=DeliveryState.FAILED)

    def abandoned(self, now: datetime) -> Self:
        """On its way under a lease that ran out: its worker died."""
        return self.filter(state=DeliveryState.SENDING, lease_until__lt=now)


class WebhookDelivery(models.Model):
    """One thing that happened, told to one address: its number is the same at every try."""

    number = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=40)
    about = models.CharField(max_length=80, blank=True)  # "customers.customer:42"
    more = models.JSONField(default=dict)  # {word: number}: what else it is about
    happened_at = models.DateTimeField()
    cause = models.CharField(max_length=80)  # "trail:917": told once for each address

    state = models.CharField(max_length=9, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease_token = models.CharField(max_length=32, blank=True)
    status = models.PositiveSmallIntegerField(null=True)  # of the last answer; no word of it is kept
    obstacle = models.CharField(max_length=11, choices=Obstacle, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)  # arrived or given up since

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["webhook", "cause", "event"], name="webhook_tells_once"),
            models.CheckConstraint(
                name="webhook_delivery_is_sent_under_a_lease",
                condition=~Q(state="sending") | Q(lease_until__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["not_before", "id"], condition=Q(state="waiting"), name="webhook_delivery_due"
            ),
            models.Index(
                fields=["lease_until"], condition=Q(state="sending"), name="webhook_delivery_leased"
            ),
            models.Index(fields=["webhook", "-id"], name="webhook_delivery_log"),
            models.Index(fields=["created_at"], name="webhook_delivery_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.about}".strip()

    @property
    def may_be_sent_again(self) -> bool:
        return self.state in {DeliveryState.DELIVERED, DeliveryState.FAILED}
