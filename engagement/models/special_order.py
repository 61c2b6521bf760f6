"""Things that somebody wants and we do not have here."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import Location, User
from customers.models import Customer


class OrderKind(models.TextChoices):
    WAITING = "waiting", _("Waiting list")
    SPECIAL = "special", _("Special order")


class OrderState(models.TextChoices):
    ASKED = "asked", _("Asked for")
    ORDERED = "ordered", _("Ordered")
    ARRIVED = "arrived", _("Arrived")
    COLLECTED = "collected", _("Collected")
    CANCELLED = "cancelled", _("Cancelled")


ENDED = (OrderState.COLLECTED, OrderState.CANCELLED)


class SpecialOrderQuerySet(models.QuerySet["SpecialOrder"]):
    def visible_to(self, user: User) -> Self:
        """Whoever may see orders sees them all; the guard on the page says who may."""
        return self

    def open(self) -> Self:
        return self.exclude(state__in=ENDED)

    def late(self, on: date) -> Self:
        """Expected before this day and not here yet."""
        return self.filter(state__in=[OrderState.ASKED, OrderState.ORDERED], expected_on__lt=on)


class SpecialOrder(models.Model):
    """A customer wants something: asked, ordered, arrived, collected."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="special_orders")
    kind = models.CharField(_("kind"), max_length=8, choices=OrderKind, default=OrderKind.SPECIAL)
    product = models.CharField(_("what"), max_length=200)
    product_code = models.CharField(_("product code"), max_length=60, blank=True)
    quantity = models.PositiveIntegerField(_("how many"), default=1)
    note = models.CharField(_("note"), max_length=300, blank=True)
    price = models.DecimalField(_("price agreed"), max_digits=14, decimal_places=4, null=True, blank=True)
    deposit = models.DecimalField(_("paid already"), max_digits=14, decimal_places=4, null=True, blank=True)
    expected_on = models.DateField(_("expected"), null=True, blank=True)
    location = models.ForeignKey(Location, models.SET_NULL, null=True, blank=True)

    state = models.CharField(max_length=10, choices=OrderState, default=OrderState.ASKED, editable=False)
    asked_at = models.DateTimeField(editable=False)
    ordered_at = models.DateTimeField(null=True, editable=False)
    arrived_at = models.DateTimeField(null=True, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)  # that it is here
    told_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    collected_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    version = models.IntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")

    objects = SpecialOrderQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["state", "expected_on", "id"],
                condition=~Q(state__in=["collected", "cancelled"]),
                name="special_order_open",
            ),
        ]

    def __str__(self) -> str:
        return self.product
