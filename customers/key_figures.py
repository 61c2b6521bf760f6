"""The line that answers a shop's first question: how often, how much, when last."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from customers.models import Customer


@dataclass(frozen=True)
class KeyFigures:
    """Visits are days on which they came in or bought; spend is in the shop's currency.

    Spend is None where they bought and none of its money stayed here: all of it was in other money, which
    nobody adds up, or went back.
    """

    visits: int
    purchases: int
    spend: Decimal | None
    average: Decimal | None
    last_seen_at: datetime | None


def key_figures(customer: Customer) -> KeyFigures:
    """What the header of the customer page says; all of it is kept with the customer."""
    bought = customer.purchase_count
    spend = customer.spend if customer.spend or not bought else None
    return KeyFigures(
        visits=customer.visit_days,
        purchases=bought,
        spend=spend,
        average=spend / bought if spend is not None and bought else None,
        last_seen_at=customer.last_seen_at,
    )
