"""A shop with a loyalty card, and purchases for it."""

from datetime import timedelta
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from customers.actions.purchase import Line, Receipt, record_purchase
from customers.models import Customer, Purchase
from engagement.actions.loyalty_program import ProgramRules, edit_loyalty_program
from engagement.models import LoyaltyCard, LoyaltyEntry, LoyaltyProgram

RULES = {
    "is_on": True,
    "kind": "stamps",
    "least_spend": Decimal(0),
    "points_for_one": 1,
    "full_at": 10,
    "worth": Decimal(5),
    "expires_after_days": None,
    "friend_gets": None,
    "advocate_gets": None,
    "thanks_good_for": 90,
}


def run_program(**rules) -> LoyaltyProgram:
    """The rules of the card from now on; it began a day ago."""
    version = LoyaltyProgram.current().version
    program = edit_loyalty_program(ProgramRules(**RULES | rules), version=version, by=None)
    LoyaltyProgram.objects.update(started_at=timezone.now() - timedelta(days=1))
    return program


def buy(customer: Customer | None, total: str = "20", *, days_ago: float = 0, **more) -> Purchase:
    lines = [Line("Tea", Decimal(1), Decimal(total))]
    at = timezone.now() - timedelta(days=days_ago)
    return record_purchase(Receipt(at=at, currency="GBP", lines=lines, **more), customer=customer, by=None)


def bring_back(purchase: Purchase, total: str) -> Purchase:
    lines = [Line("Tea", Decimal(-1), Decimal(total))]
    receipt = Receipt(at=timezone.now(), currency="GBP", lines=lines, is_refund=True, refund_of=purchase)
    return record_purchase(receipt, customer=purchase.customer, by=None)


def balance_of(customer: Customer) -> int:
    """What is on their card, which is what the ledger says."""
    card = LoyaltyCard.objects.filter(customer=customer).first()
    balance = card.balance if card else 0
    ledger = LoyaltyEntry.objects.filter(card__customer=customer).aggregate(total=Sum("amount", default=0))
    assert balance == ledger["total"] >= 0
    return balance
