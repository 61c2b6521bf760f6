"""What we have given somebody, and whom they sent, beside their timeline."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.shop.permissions import Permission
from customers.models import Customer, Referral
from customers.sides import Panel, stands_beside
from engagement.loyalty_rules import counted, spendable
from engagement.models import LoyaltyCard, LoyaltyProgram, Voucher

TEMPLATE = "engagement/_reward_panel.html"
MOST, MANY = 4, 50
RULES = ("is_on", "kind", "full_at", "worth")
WORTH = ("pk", "currency", "percent")
NAMES = ("given_name", "family_name", "preferred_name", "company")


@dataclass(frozen=True)
class Rewards:
    """What the panel shows."""

    customer_id: int
    on_card: str  # "7 stamps"; empty without a card
    is_ready: bool
    vouchers: list[Voucher]
    advocate: Customer | None
    sent: int
    may_give: bool
    may_redeem: bool
    may_refer: bool


@stands_beside("loyalty_rules", *RULES)
def the_rules() -> QuerySet[LoyaltyProgram]:
    return LoyaltyProgram.objects.filter(pk=1)


@stands_beside("loyalty_card", "balance")
def their_card() -> QuerySet[LoyaltyCard]:
    return LoyaltyCard.objects.filter(customer=OuterRef("pk"))


@stands_beside("good_vouchers", *WORTH, "amount", "expires_on")
def good_vouchers() -> QuerySet[Voucher]:
    """Those that run out first."""
    good = Voucher.objects.open(timezone.localdate()).filter(customer=OuterRef("pk"))
    return good.order_by(F("expires_on").asc(nulls_last=True), "pk")[:MOST]


@stands_beside("sent_by", "advocate_id", *(f"advocate__{name}" for name in NAMES))
def who_sent_them() -> QuerySet[Referral]:
    return Referral.objects.standing().filter(friend=OuterRef("pk"))


@stands_beside("sent", "pk")
def whom_they_sent() -> QuerySet[Referral]:
    return Referral.objects.standing().filter(advocate=OuterRef("pk"))[:MANY]


def reward_panel(customer: Any, user: User) -> Panel | None:
    """For those who may see rewards; nothing for whoever may only look, where there is nothing."""
    if not user.can(Permission.REWARD_VIEW):
        return None
    program = _program(customer.beside_loyalty_rules)
    balance = sum(row["balance"] for row in customer.beside_loyalty_card)
    rewards = Rewards(
        customer_id=customer.pk,
        on_card=counted(balance, program) if program.is_on or balance else "",
        is_ready=spendable(balance, program) >= program.full_at,
        vouchers=[_voucher(row) for row in customer.beside_good_vouchers],
        advocate=next(map(_advocate, customer.beside_sent_by), None),
        sent=len(customer.beside_sent),
        may_give=user.can(Permission.REWARD_GIVE),
        may_redeem=user.can(Permission.REWARD_REDEEM),
        may_refer=user.can(Permission.REFERRAL_RECORD),
    )
    says_something = rewards.on_card or rewards.vouchers or rewards.advocate or rewards.sent
    if not (says_something or rewards.may_refer):
        return None
    return Panel(TEMPLATE, rewards, title=_("Rewards"), waits=rewards.is_ready or bool(rewards.vouchers))


def _program(rows: list[dict[str, Any]]) -> LoyaltyProgram:
    if not rows:
        return LoyaltyProgram()
    return LoyaltyProgram(**rows[0] | {"worth": Decimal(str(rows[0]["worth"]))})


def _voucher(row: dict[str, Any]) -> Voucher:
    amount, last_day = row["amount"], row["expires_on"]
    return Voucher(
        **{name: row[name] for name in WORTH},
        amount=None if amount is None else Decimal(str(amount)),
        expires_on=date.fromisoformat(last_day) if last_day else None,
    )


def _advocate(row: dict[str, Any]) -> Customer:
    return Customer(pk=row["advocate_id"], **{name: row[f"advocate__{name}"] for name in NAMES})
