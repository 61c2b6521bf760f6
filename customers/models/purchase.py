"""What was bought, and what came back."""

from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import Location, User
from customers.models.customer import Channel, Customer


class PurchaseQuerySet(models.QuerySet["Purchase"]):
    def visible_to(self, user: User) -> Self:
        return self

    def sales(self) -> Self:
        return self.filter(is_refund=False)

    def refunds(self) -> Self:
        return self.filter(is_refund=True)

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(voided_at=None)

    def walk_ins(self) -> Self:
        return self.filter(customer=None)


BY_HAND = "manual"


class Purchase(models.Model):
    """One sale at the till or in the web shop; a refund is a purchase below zero.

    One written by hand can be taken back (`voided_at`): it stays readable and counts nowhere.
    """

    # Erasing a person keeps the shop's totals, without the person.
    customer = models.ForeignKey(Customer, models.SET_NULL, null=True, blank=True, related_name="purchases")
    at = models.DateTimeField(_("when"))
    is_refund = models.BooleanField(_("refund"), default=False)
    refund_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="refunds")
    total = models.DecimalField(_("total"), max_digits=16, decimal_places=4)
    currency = models.CharField(_("currency"), max_length=3)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel, blank=True)
    location = models.ForeignKey(Location, models.PROTECT, null=True, blank=True)
    staff = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.CharField(_("source"), max_length=40)  # "till", "online-retail", "manual" …
    external_id = models.CharField(_("number there"), max_length=120, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    # The database knows the default too: imports write by SQL.
    version = models.IntegerField(default=1, db_default=1)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PurchaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="purchase_is_known_once",
            ),
            # A person may be gone, so only the other half of the pair is certain.
            models.CheckConstraint(
                condition=Q(voided_by__isnull=True) | Q(voided_at__isnull=False),
                name="purchase_is_voided_at_a_time",
            ),
        ]
        indexes: ClassVar = [
            # How often and for how much somebody bought stands in the index.
            models.Index(
                fields=["customer", "-at", "-id"],
                include=["is_refund", "voided_at", "total", "currency"],
                name="purchase_of_customer",
            ),
            models.Index(fields=["-at", "-id"], name="purchase_by_day"),
            # Who bought when, without going to the rows.
            models.Index(
                fields=["at"],
                include=["id", "customer", "is_refund", "location", "channel"],
                condition=Q(voided_at=None, customer__isnull=False),
                name="purchase_that_counts",
            ),
        ]

    def __str__(self) -> str:
        return self.external_id or f"#{self.pk}"

    @property
    def is_by_hand(self) -> bool:
        """Written here, not told by a till, a web shop or a file."""
        return self.source == BY_HAND

    @property
    def is_voided(self) -> bool:
        return self.voided_at is not None


class PurchaseLine(models.Model):
    """One line of a receipt; its identity is its position."""

    # Its index is the unique one below.
    purchase = models.ForeignKey(Purchase, models.CASCADE, related_name="lines", db_index=False)
    position = models.IntegerField()
    product_code = models.CharField(_("product code"), max_length=60, blank=True)
    product_name = models.CharField(_("product"), max_length=200, blank=True)
    category = models.CharField(_("category"), max_length=80, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=3)
    unit_price = models.DecimalField(_("unit price"), max_digits=14, decimal_places=4)
    discount = models.DecimalField(_("discount"), max_digits=14, decimal_places=4, default=0)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["purchase", "position"], name="line_has_its_place")
        ]
        # Which categories there are, and what still stands on a receipt, without going through every line.
        indexes: ClassVar = [
            models.Index(fields=["category", "purchase"], name="line_by_category", condition=~Q(category="")),
            models.Index(fields=["product_name", "product_code", "purchase"], name="line_by_product"),
        ]

    def __str__(self) -> str:
        return self.product_name or self.product_code

    @property
    def total(self) -> Decimal:
        """Quantity x unit price - discount, exact."""
        return self.quantity * self.unit_price - self.discount
