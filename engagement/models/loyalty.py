"""The loyalty card: stamps or points, in a ledger that is only ever added to."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from customers.models import Customer, Purchase


class LoyaltyKind(models.TextChoices):
    STAMPS = "stamps", _("Stamps")
    POINTS = "points", _("Points")


class LoyaltyProgram(models.Model):
    """One row: the rules of the card, and what a recommendation earns.

    The card counts a stamp for each purchase, or points for each unit of money.
    """

    is_on = models.BooleanField(_("we have a loyalty card"), default=False)
    kind = models.CharField(_("counts"), max_length=6, choices=LoyaltyKind, default=LoyaltyKind.STAMPS)
    least_spend = models.DecimalField(_("a purchase of at least"), max_digits=12, decimal_places=2, default=0)
    points_for_one = models.PositiveSmallIntegerField(_("points for each unit of money"), default=1)
    full_at = models.PositiveIntegerField(_("a reward for so many"), default=10)
    worth = models.DecimalField(_("which is worth"), max_digits=12, decimal_places=2, default=5)
    expires_after_days = models.PositiveSmallIntegerField(
        _("run out after so many days"), null=True, blank=True
    )
    started_at = models.DateTimeField(null=True, editable=False)  # purchases before it earn nothing
    # Purchases and corrections up to these numbers were looked at; the clock goes on from here.
    seen_up_to = models.BigIntegerField(default=0, editable=False)
    revisions_seen_up_to = models.BigIntegerField(default=0, editable=False)

    # What a recommendation earns, as vouchers, once the friend has bought; empty: nothing.
    friend_gets = models.DecimalField(
        _("a voucher for whoever was sent"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    advocate_gets = models.DecimalField(
        _("a voucher for whoever sent them"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    thanks_good_for = models.PositiveSmallIntegerField(_("these are good for so many days"), default=90)
    thanks_since = models.DateTimeField(null=True, editable=False)  # recommendations before it earn nothing
    version = models.IntegerField(default=1, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="there_is_one_loyalty_program", condition=Q(pk=1)),
            models.CheckConstraint(name="loyalty_reward_takes_something", condition=Q(full_at__gte=1)),
        ]

    def __str__(self) -> str:
        return str(_("The loyalty card"))

    @classmethod
    def current(cls) -> "LoyaltyProgram":
        """The rules in force; switched off where nobody made any."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class LoyaltyCard(models.Model):
    """What one customer has collected; the sum of the ledger, never below zero."""

    customer = models.OneToOneField(Customer, models.CASCADE, related_name="loyalty_card")
    balance = models.IntegerField(default=0)
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="loyalty_never_below_zero", condition=Q(balance__gte=0)),
        ]
        indexes: ClassVar = [models.Index(fields=["-balance", "-id"], name="loyalty_by_balance")]

    def __str__(self) -> str:
        return f"{self.balance}"


class EntryKind(models.TextChoices):
    EARNED = "earned", _("Earned")
    TAKEN_BACK = "taken_back", _("Taken back with a refund")
    SPENT = "spent", _("Spent")
    EXPIRED = "expired", _("Run out")
    ADJUSTED = "adjusted", _("Put right by hand")


class LoyaltyEntry(models.Model):
    """One movement on a card."""

    card = models.ForeignKey(LoyaltyCard, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind)
    amount = models.IntegerField()  # below zero: taken away
    purchase = models.ForeignKey(Purchase, models.SET_NULL, null=True, related_name="loyalty_entries")
    note = models.CharField(max_length=200, blank=True)
    cause = models.CharField(max_length=80, blank=True)  # "customers.purchase:17": earned once
    at = models.DateTimeField()
    expires_on = models.DateField(null=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["card", "kind", "cause"], condition=~Q(cause=""), name="loyalty_moves_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["card", "-at", "-id"], name="loyalty_entries"),
            models.Index(
                fields=["expires_on"], condition=Q(expires_on__isnull=False), name="loyalty_runs_out"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount:+d}"
