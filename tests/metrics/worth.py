"""What the purchase models said, for the tests of pages that show it."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from metrics.models import Count, CustomerScore, PurchaseModel

CHECK = {"error": 0.5, "predicted": 40.0, "bias": -0.1, "top_share": 0.4, "lift": 4.0}


def foreseen(**more) -> PurchaseModel:
    """A version as of today."""
    now = timezone.now()
    return PurchaseModel.objects.create(
        as_of=now.date(),
        counted_at=now,
        fitted_at=now,
        customers=120,
        repeaters=40,
        days=300,
        r=0.8,
        alpha=60,
        a=0.5,
        b=2,
        p=6,
        q=4,
        gamma=15,
        **{"shows_value": True, "value": 9000, "low": 8000, "high": 10_000, "correlation": 0.1}
        | {"backtest": {"actual": 45, "model": CHECK, "own_rate": CHECK | {"error": 0.4}, "zero": CHECK}}
        | more,
    )


def said_of(customer, value: str, *, chance: float = 0.5, silent: int = 10) -> CustomerScore:
    """What one customer is expected to bring, who bought `silent` days ago and is overdue after 60."""
    today = timezone.localdate()
    last = today - timedelta(days=silent)
    return CustomerScore.objects.create(
        customer=customer,
        first_on=last,
        last_on=last,
        overdue_on=last + timedelta(days=60),
        gap=20,
        orders=1,
        days=1,
        sales=70,
        refunded=-20,
        recency=5,
        frequency=1,
        money=3,
        segment="new",
        p_buys=chance,
        expected_value=Decimal(value),
        is_foreseen=True,
    )


def counted() -> Count:
    """The clock has been here."""
    now = timezone.now()
    return Count.objects.create(
        pk=1,
        time_zone="Europe/London",
        currency="GBP",
        usual_gap=60,
        rebuilt_at=now,
        counted_at=now,
        scored_on=now.date(),
    )
