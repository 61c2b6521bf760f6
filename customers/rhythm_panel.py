"""How often they come, when they should be back, and when somebody last said thank you."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from customers.models import Customer
from customers.sides import Panel

TEMPLATE = "customers/_rhythm_panel.html"


@dataclass(frozen=True)
class OwnRhythm:
    """In whole days, as of today; all of it is kept with the customer."""

    gap: int
    away: int
    expected_next_on: date
    is_overdue: bool
    last_thanked_at: datetime | None


def rhythm_panel(customer: Customer, user: User) -> Panel | None:
    """Nothing to say before they bought on two days."""
    last, expected, overdue = customer.last_purchase_at, customer.expected_next_on, customer.overdue_on
    if last is None or expected is None or overdue is None or customer.buying_days < 2:
        return None
    day, today = timezone.localdate(last), timezone.localdate()
    return Panel(
        TEMPLATE,
        OwnRhythm(
            gap=(expected - day).days,
            away=(today - day).days,
            expected_next_on=expected,
            is_overdue=overdue <= today,
            last_thanked_at=customer.last_thanked_at,
        ),
        title=_("Their rhythm"),
    )
