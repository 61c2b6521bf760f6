"""Open orders: beside the timeline; and on Today those that are late, or here and nobody was told."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import DateField, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.shop.permissions import Permission
from crm.web.written_out import Blank, Question
from customers.models import Customer
from customers.sides import Panel, stands_beside
from engagement.models import OrderState, SpecialOrder

TEMPLATE = "engagement/_special_order_panel.html"
BESIDE, SHOWN = 5, 5
COLUMNS = ("pk", "product", "quantity", "state", "expected_on", "told_at")


@dataclass(frozen=True)
class OpenOrders:
    """What the panel shows."""

    customer_id: int
    orders: list[SpecialOrder]
    may_add: bool
    today: date


@dataclass(frozen=True)
class DueOrders:
    """What Today shows; there may be more than these."""

    orders: list[SpecialOrder]
    has_more: bool
    today: date


@stands_beside("special_orders", *COLUMNS)
def open_orders() -> QuerySet[SpecialOrder]:
    """What a customer waits for."""
    return SpecialOrder.objects.open().filter(customer=OuterRef("pk")).order_by("-pk")[:BESIDE]


def special_order_panel(customer: Customer, user: User) -> Panel | None:
    """What was ordered for them and they do not have yet."""
    if not user.can(Permission.SPECIAL_ORDER_VIEW):
        return None
    rows = [_row_of(row) for row in customer.beside_special_orders]  # type: ignore[attr-defined]
    may_add = user.can(Permission.SPECIAL_ORDER_WORK)
    orders = OpenOrders(customer.pk, rows, may_add, timezone.localdate())
    return Panel(TEMPLATE, orders, title=_("Orders"), waits=bool(rows))


def _row_of(told: dict[str, Any]) -> SpecialOrder:
    expected = date.fromisoformat(told["expected_on"]) if told["expected_on"] else None
    told_at = datetime.fromisoformat(told["told_at"]) if told["told_at"] else None
    return SpecialOrder(**told | {"expected_on": expected, "told_at": told_at})


def due_orders(user: User, now: datetime) -> DueOrders:
    """Late ones, and those that have arrived without anybody telling; the oldest first."""
    today = timezone.localdate(now)
    if not user.can(Permission.SPECIAL_ORDER_VIEW):
        return DueOrders([], has_more=False, today=today)
    rows = _late_or_here(user.role).ask(today=today)
    return DueOrders(rows[:SHOWN], len(rows) > SHOWN, today)


@cache
def _late_or_here(role: str) -> Question[SpecialOrder]:
    is_late = Q(state__in=[OrderState.ASKED, OrderState.ORDERED], expected_on__lt=Blank("today", DateField()))
    waits_to_be_told = Q(state=OrderState.ARRIVED, told_at=None)
    found = SpecialOrder.objects.visible_to(User(role=role)).open().filter(is_late | waits_to_be_told)
    people = found.select_related("customer").prefetch_related("customer__phones", "customer__emails")
    return Question(people.order_by("pk")[: SHOWN + 1])
