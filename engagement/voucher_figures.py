"""What the shop owes in vouchers, and what will run out."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from crm.shop.actions.till import today_in_the_shop
from engagement.models import Voucher


@dataclass(frozen=True)
class Owed:
    """All good vouchers of one currency."""

    currency: str
    amount: Decimal
    count: int


@dataclass(frozen=True)
class Liability:
    """By currency; a percentage is worth nothing before somebody buys, so those are only counted."""

    owed: list[Owed]
    percent_count: int


def liability(on: date) -> Liability:
    """What the shop owes on this day, in one query."""
    rows = Voucher.objects.open(on).values("currency").order_by("currency")
    sums = list(rows.annotate(total=Sum("amount"), count=Count("pk")))
    return Liability(
        owed=[Owed(row["currency"], row["total"], row["count"]) for row in sums if row["total"] is not None],
        percent_count=sum(row["count"] for row in sums if row["total"] is None),
    )


def vouchers_expiring(within: timedelta) -> QuerySet[Voucher]:
    """Good vouchers of known customers that run out within this time, the soonest first."""
    today = today_in_the_shop()
    soon = Voucher.objects.open(today).filter(customer__isnull=False, expires_on__lte=today + within)
    return soon.order_by("expires_on", "pk").select_related("customer")
