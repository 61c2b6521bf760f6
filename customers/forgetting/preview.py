"""What would go and what would stay, before anybody is forgotten."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Sum

from customers.forgetting.leaving import Leaving, rows_of
from customers.models import Customer
from customers.personal_file.sections import all_told

STAYS = ("purchase", "purchaseline", "voucher", "voucherentry")


@dataclass(frozen=True)
class Going:
    """How many rows of one table."""

    title: str
    count: int


@dataclass(frozen=True)
class Preview:
    """What goes, what stays without them, and addresses that they share with somebody."""

    going: list[Going] = field(default_factory=list)
    purchases: int = 0
    totals: list[Any] = field(default_factory=list)
    hashed: int = 0
    shared: int = 0


def preview_of(customer: Customer) -> Preview:
    """Counted, not guessed; a fixed number of questions."""
    leaving = Leaving(customer)
    going = [
        Going(str(told.title), rows_of(told.model, leaving).count())
        for told in all_told()
        if told.model is not Customer and told.key not in STAYS
    ]
    totals = customer.purchases.values("currency").annotate(count=Count("pk"), total=Sum("total"))
    kept = list(totals.order_by("currency"))
    return Preview(
        going=[each for each in going if each.count],
        purchases=sum(each["count"] for each in kept),
        totals=kept,
        hashed=len(leaving.emails),
        shared=customer.emails.count() - len(leaving.emails),
    )
