"""What the shop owes on loyalty cards."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Floor

from engagement.loyalty_rules import worth_of
from engagement.models import LoyaltyCard, LoyaltyProgram


@dataclass(frozen=True)
class OnCards:
    """All that is on cards: how many, what they would be worth, and what could be taken today."""

    balance: int
    worth: Decimal
    cards: int
    ready: int
    ready_worth: Decimal


def on_cards(program: LoyaltyProgram) -> OnCards:
    """In one query."""
    full = Q(balance__gte=program.full_at)
    sums = LoyaltyCard.objects.filter(balance__gt=0).aggregate(
        total=Sum("balance", default=0),
        cards=Count("pk"),
        ready=Count("pk", filter=full),
        full_cards=Sum(Floor(F("balance") / program.full_at), filter=full, default=0),
    )
    return OnCards(
        balance=sums["total"],
        worth=worth_of(sums["total"], program),
        cards=sums["cards"],
        ready=sums["ready"],
        ready_worth=program.worth * int(sums["full_cards"]),
    )
