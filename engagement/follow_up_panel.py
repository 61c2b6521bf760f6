"""Open promises: beside a customer's timeline, and on Today."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, DateField, Func, IntegerField, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.shop.permissions import Permission
from crm.web.written_out import Blank, Question
from customers.models import Customer
from customers.sides import Panel, stands_beside
from engagement.due_group import SOON, DueGroup, due_groups
from engagement.models import FollowUp

TEMPLATE = "engagement/_follow_up_panel.html"
SHOWN = 8
MOST_COUNTED = 500
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
    """What Today shows: late ones, today's, and those of the next days. `all_open` counts the later too."""

    groups: list[DueGroup]
    all_open: int
    today: date
    may_see_all: bool
    shows_all: bool

    @property
    def has_more(self) -> bool:
        return self.all_open > sum(len(group.follow_ups) for group in self.groups)

    @property
    def how_many(self) -> str:
        """Counted up to a number that nobody reads on one page anyway."""
        return str(self.all_open) if self.all_open <= MOST_COUNTED else f"{MOST_COUNTED}+"


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
    promises = OpenPromises(customer.pk, rows, may_add, timezone.localdate())
    return Panel(TEMPLATE, promises, title=_("Follow-ups"), waits=bool(rows))


def _row_of(told: dict[str, Any], customer: Customer) -> FollowUp:
    values = {name: told[name] for name in COLUMNS}
    values["due_on"] = date.fromisoformat(told["due_on"])
    values["due_time"] = time.fromisoformat(told["due_time"]) if told["due_time"] else None
    return FollowUp(**values, customer=customer, owner=User(name=told["owner__name"]))


def due_follow_ups(user: User, now: datetime, *, whose: str = "") -> DuePromises:
    """Up to a week ahead, the most overdue first: what falls to me, or everybody's for those who may."""
    today = timezone.localdate(now)
    may_see_all = user.can(Permission.FOLLOW_UP_SEE_ALL)
    shows_all = may_see_all and whose == "all"
    rows = _due(is_everybodys=shows_all).ask(soon=today + SOON, today=today, me=user.pk)
    all_open = rows[0].all_open if rows else 0  # type: ignore[attr-defined]
    return DuePromises(due_groups(rows, today), all_open, today, may_see_all, shows_all)


@cache
def _due(*, is_everybodys: bool) -> Question[FollowUp]:
    soon, today = Blank("soon", DateField()), Blank("today", DateField())
    me = Blank("me", BigIntegerField())
    due = FollowUp.objects.due(soon).select_related("customer", "owner")
    asked = due if is_everybodys else due.cared_for_by(me, on=today)
    every = FollowUp.objects.open().undisturbing()
    mine = every if is_everybodys else every.cared_for_by(me, on=today)
    return Question(asked.annotate(all_open=_count(mine)).order_by("due_on", "pk")[:SHOWN])


def _count(rows: QuerySet[FollowUp]) -> Func:
    """Counted in the same question, once and not for every row; no further than is told."""
    some = ArraySubquery(rows.order_by().values("pk")[: MOST_COUNTED + 1])
    return Func(some, function="cardinality", output_field=IntegerField())
