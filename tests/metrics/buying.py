"""Histories for the tests of metrics."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from customers.models import Customer, Purchase

FIRST = date(2026, 1, 5)
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def sell(customer: Customer | None, *days: int, total: str = "10", **more) -> list[Purchase]:
    """One sale on each of these days after the first."""
    return Purchase.objects.bulk_create(
        Purchase(
            customer=customer,
            at=NOON + timedelta(days=day),
            total=Decimal(total),
            source="till",
            **{"currency": "GBP", **more},
        )
        for day in days
    )


def day(number: int) -> date:
    return FIRST + timedelta(days=number)
