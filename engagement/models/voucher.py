"""Vouchers, and other things the shop gives."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.web.templatetags.amounts import money, percent
from customers.models import Customer, Purchase


class VoucherReason(models.TextChoices):
    BIRTHDAY = "birthday", _("Birthday")
    REMEDY = "remedy", _("Making up for a complaint")
    SURVEY = "survey", _("Thanks for answering")
    REFERRAL = "referral", _("Thanks for a recommendation")
    SURPRISE = "surprise", _("Surprise")
    LOYALTY = "loyalty", _("From the loyalty card")
    OTHER = "other", _("Other")


class VoucherState(models.TextChoices):
    OPEN = "open", _("Good")
    USED = "used", _("Used")
    EXPIRED = "expired", _("Run out")
    CANCELLED = "cancelled", _("Called off")


class VoucherQuerySet(models.QuerySet["Voucher"]):
    def visible_to(self, user: User) -> Self:
        """Whoever may see vouchers sees them all; the guard on the page says who may."""
        return self

    def open(self, on: date) -> Self:
        """Neither used, nor called off, nor run out."""
        return self.filter(redeemed_at=None, cancelled_at=None).filter(
            Q(expires_on=None) | Q(expires_on__gte=on)
        )

    def run_out(self, on: date) -> Self:
        """Too late, and never used."""
        return self.filter(redeemed_at=None, cancelled_at=None, expires_on__lt=on)

    def in_state(self, state: str, on: date) -> Self:
        """Those of one state; all of them when there is no such state."""
        if state == VoucherState.OPEN:
            return self.open(on)
        if state == VoucherState.EXPIRED:
            return self.run_out(on)
        ended = {VoucherState.USED: "redeemed_at", VoucherState.CANCELLED: "cancelled_at"}
        return self.filter(**{f"{ended[VoucherState(state)]}__isnull": False}) if state in ended else self


class Voucher(models.Model):
    """A code worth money or a percentage, once."""

    code = models.CharField(_("code"), max_length=16, unique=True)
    customer = models.ForeignKey(Customer, models.SET_NULL, null=True, blank=True, related_name="vouchers")
    amount = models.DecimalField(_("worth"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    percent = models.PositiveSmallIntegerField(_("percent off"), null=True, blank=True)
    reason = models.CharField(_("what for"), max_length=9, choices=VoucherReason)
    note = models.CharField(_("note"), max_length=200, blank=True)
    # What earned it ("engagement.enrolment:4", "feedback.response:9"): never given twice.
    cause = models.CharField(max_length=80, blank=True, editable=False)
    issued_at = models.DateTimeField(editable=False)
    issued_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    expires_on = models.DateField(_("good until"), null=True, blank=True)
    redeemed_at = models.DateTimeField(null=True, editable=False)
    redeemed_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    redeemed_with = models.ForeignKey(
        Purchase, models.SET_NULL, null=True, editable=False, related_name="vouchers"
    )
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancelled_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")

    objects = VoucherQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="voucher_is_worth_one_thing",
                # With both empty the comparisons are neither true nor false, and would let it pass.
                condition=Q(amount__isnull=False, amount__gt=0, percent=None)
                | Q(amount=None, percent__isnull=False, percent__range=(1, 100)),
            ),
            models.CheckConstraint(
                name="voucher_ends_one_way", condition=Q(redeemed_at=None) | Q(cancelled_at=None)
            ),
            models.UniqueConstraint(fields=["cause"], condition=~Q(cause=""), name="voucher_given_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-issued_at", "-id"], name="voucher_newest"),
            models.Index(
                fields=["expires_on"], condition=Q(redeemed_at=None, cancelled_at=None), name="voucher_open"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def worth(self) -> str:
        """£5.00, or 10%."""
        if self.amount is not None:
            return money(self.amount, self.currency)
        return percent((self.percent or 0) / 100)

    @property
    def state(self) -> VoucherState:
        return self.state_on(timezone.localdate())

    def state_on(self, day: date) -> VoucherState:
        """What it is on this day in the shop."""
        if self.redeemed_at is not None:
            return VoucherState.USED
        if self.cancelled_at is not None:
            return VoucherState.CANCELLED
        is_late = self.expires_on is not None and self.expires_on < day
        return VoucherState.EXPIRED if is_late else VoucherState.OPEN


class VoucherMove(models.TextChoices):
    ISSUED = "issued", _("Given")
    REDEEMED = "redeemed", _("Used")
    UNREDEEMED = "unredeemed", _("Use taken back")
    EXPIRED = "expired", _("Run out")
    CANCELLED = "cancelled", _("Called off")


class VoucherEntry(models.Model):
    """The ledger: what happened to a voucher; the database itself refuses to change a line."""

    voucher = models.ForeignKey(Voucher, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=VoucherMove)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)  # what the liability moves by
    note = models.CharField(max_length=200, blank=True)  # why it was called off, or given back
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["voucher", "kind"],
                condition=Q(kind__in=["issued", "expired", "cancelled"]),
                name="voucher_moves_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.voucher_id}"


class RewardKind(models.TextChoices):
    NOTE = "note", _("A handwritten note")
    GIFT = "gift", _("A gift")
    VOUCHER = "voucher", _("A voucher")


class Reward(models.Model):
    """Something the shop did to please somebody, and what it cost."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="rewards")
    kind = models.CharField(_("what"), max_length=8, choices=RewardKind)
    words = models.CharField(_("in words"), max_length=200, blank=True)
    cost = models.DecimalField(_("what it costs us"), max_digits=12, decimal_places=2, null=True, blank=True)
    voucher = models.OneToOneField(Voucher, models.SET_NULL, null=True, editable=False)
    cause = models.CharField(max_length=80, blank=True, editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cause"], condition=~Q(cause=""), name="reward_given_once"),
        ]

    def __str__(self) -> str:
        return self.words or self.kind
