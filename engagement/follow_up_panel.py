"""Open promises: beside a customer's timeline, and on Today."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.utils import timezone

from crm.shop.models import User
from crm.shop.permissions import Permission
from customers.models import Customer
from customers.sides import Panel, stands_beside
from engagement.models import FollowUp

TEMPLATE = "engagement/_follow_up_panel.html"
SHOWN, SOON = 8, timedelta(days=7)
COLUMNS = ("pk", "reason", "due_on", "due_time", "repeat_every", "repeat_unit")


@dataclass(frozen=True)
class OpenPromises:
    """What the panel shows."""

    customer_id: int
    follow_ups: list[FollowUp]
    may_add: bool
    today: date


@dataclass(frozen=True)
class DuePromises:
    """What Today shows: late ones, today's, and those of the next days; more than these may be open."""

    follow_ups: list[FollowUp]
    has_more: bool
    today: date


@stands_beside("follow_ups", *COLUMNS, "owner__name")
def open_follow_ups() -> QuerySet[FollowUp]:
    """The next ones of a customer."""
    return FollowUp.objects.open().filter(customer=OuterRef("pk")).order_by("due_on", "pk")[:SHOWN]


def follow_up_panel(customer: Customer, user: User) -> Panel | None:
    """What was promised to this customer and is not done."""
    if not user.can(Permission.FOLLOW_UP_VIEW):
        return None
    rows = [_row_of(row, customer) for row in customer.beside_follow_ups]  # type: ignore[attr-defined]
    may_add = user.can(Permission.FOLLOW_UP_WORK)
    return Panel(TEMPLATE, OpenPromises(customer.pk, rows, may_add, timezone.localdate()))


def _row_of(told: dict[str, Any], customer: Customer) -> FollowUp:
    values = {name: told[name] for name in COLUMNS}
    values["due_on"] = date.fromisoformat(told["due_on"])
    values["due_time"] = time.fromisoformat(told["due_time"]) if told["due_time"] else None
    return FollowUp(**values, customer=customer, owner=User(name=told["owner__name"]))


def due_follow_ups(user: User, now: datetime) -> DuePromises:
    """Mine, up to a week ahead, the most overdue first."""
    today = timezone.localdate(now)
    due = FollowUp.objects.due(today + SOON).filter(owner=user).select_related("customer", "owner")
    rows = list(due.order_by("due_on", "pk")[: SHOWN + 1])
    return DuePromises(rows[:SHOWN], len(rows) > SHOWN, today)
