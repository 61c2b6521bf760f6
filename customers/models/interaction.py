"""The one timeline: everything that passed between shop and customer."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import Location, User
from customers.models.customer import Channel, Customer


class Direction(models.TextChoices):
    INCOMING = "in", _("From the customer")
    OUTGOING = "out", _("From the shop")


class Mood(models.TextChoices):
    HAPPY = "happy", _("Happy")
    NEUTRAL = "neutral", _("Neutral")
    UNHAPPY = "unhappy", _("Unhappy")


class InteractionQuerySet(models.QuerySet["Interaction"]):
    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def of(self, customer: Customer) -> Self:
        return self.standing().filter(customer=customer)

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")


class Interaction(models.Model):
    """One line of the timeline: a visit, a call, a purchase, a note."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="interactions")
    kind = models.CharField(_("kind"), max_length=30)  # registered in customers/kinds.py
    at = models.DateTimeField(_("when"))
    text = models.TextField(_("what happened"), blank=True)
    direction = models.CharField(_("direction"), max_length=3, choices=Direction, blank=True)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel, blank=True)
    mood = models.CharField(_("mood"), max_length=8, choices=Mood, blank=True)
    outcome = models.CharField(_("outcome"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes spent"), null=True, blank=True)
    location = models.ForeignKey(Location, models.SET_NULL, null=True, blank=True)
    staff = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    # What it is about, such as "customers.purchase:17": the key that makes twice equal once.
    about = models.CharField(max_length=80, blank=True)

    pinned_at = models.DateTimeField(null=True, blank=True)
    pinned_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = InteractionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer", "kind", "about"],
                condition=~Q(about=""),
                name="interaction_is_logged_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["customer", "-at", "-id"], name="timeline"),
            models.Index(
                fields=["customer", "-pinned_at"],
                condition=Q(pinned_at__isnull=False),
                name="timeline_pinned",
            ),
            # Who was here lately: what was bought stands with the purchases.
            models.Index(
                fields=["kind", "at"],
                include=["customer"],
                condition=Q(withdrawn_at=None) & ~Q(kind__in=["purchase", "refund"]),
                name="passed_between_us",
            ),
            models.Index(
                fields=["customer", "at"],
                include=["kind", "mood"],
                condition=Q(withdrawn_at=None) & ~Q(kind__in=["purchase", "refund"]),
                name="passed_with_customer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.text[:40]}"
