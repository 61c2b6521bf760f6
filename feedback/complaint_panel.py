"""Complaints that are open: beside a customer's timeline, and on Today."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import BigIntegerField, DateField, DateTimeField, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.shop.models import ShopSettings, User
from crm.shop.permissions import Permission
from crm.web.written_out import Blank, Question
from customers.models import Customer
from customers.sides import Panel, stands_beside
from engagement.places import Places
from feedback.complaint_cards import Card, cards_of
from feedback.models import Complaint, Remedy, Severity
from feedback.models.complaint import FLAGS

TEMPLATE = "feedback/_complaint_panel.html"
CHIP = "feedback/_complaint_chip.html"
BESIDE, SHOWN = 3, 5


@dataclass(frozen=True)
class OpenComplaints:
    """What the panel shows."""

    customer_id: int
    complaints: list[Complaint]
    may_take: bool


@dataclass(frozen=True)
class ComplaintQueue:
    """What Today shows: mine first, what is due first; more than these may be open."""

    cards: list[Card]
    has_more: bool


@stands_beside("complaints", "pk", "state", "is_about_staff", "received_at")
def open_complaints() -> QuerySet[Complaint]:
    """What a customer waits for, the newest first."""
    return Complaint.objects.open().filter(customer=OuterRef("pk")).order_by("-received_at", "-pk")[:BESIDE]


def complaint_panel(customer: Customer, user: User) -> Panel | None:
    """What went wrong for them and is not over, and one tap for what went wrong now."""
    if not user.can(Permission.COMPLAINT_VIEW):
        return None
    rows = [_row_of(row) for row in customer.beside_complaints]  # type: ignore[attr-defined]
    sees_all = user.can(Permission.COMPLAINT_SEE_STAFF)
    shown = [row for row in rows if sees_all or not row.is_about_staff]
    content = OpenComplaints(customer.pk, shown, user.can(Permission.COMPLAINT_TAKE))
    return Panel(TEMPLATE, content, title=_("Complaints"), chip=CHIP if shown else "", waits=bool(shown))


def _row_of(told: dict[str, Any]) -> Complaint:
    return Complaint(**told | {"received_at": datetime.fromisoformat(told["received_at"])})


def complaints_for(user: User, shop: ShopSettings, now: datetime) -> ComplaintQueue:
    """Mine, and for those who lead also what is late or nobody's; what is due first stands first."""
    if not user.can(Permission.COMPLAINT_WORK):
        return ComplaintQueue([], has_more=False)
    rows = _queue(user.role).ask(me=user.pk, now=now, today=timezone.localdate(now))
    return ComplaintQueue(cards_of(rows[:SHOWN], Places(shop), now), len(rows) > SHOWN)


def _of_those_away() -> Q:
    """Whose colleague is away, and I stand in."""
    day = Blank("today", DateField())
    return Q(
        owner__absence__stand_in=Blank("me", BigIntegerField()),
        owner__absence__begins_on__lte=day,
        owner__absence__ends_on__gte=day,
    )


@cache
def _queue(role: str) -> Question[Complaint]:
    whoever = User(role=role)
    wanted = Q(owner=Blank("me", BigIntegerField())) | _of_those_away()
    if whoever.can(Permission.COMPLAINT_SEE_STAFF):
        wanted |= Q(due_at__lt=Blank("now", DateTimeField())) | Q(severity=Severity.CRITICAL)
        wanted |= Q(owner=None)
        for flag in FLAGS:
            wanted |= Q(**{flag: True})
    asks = Exists(Remedy.objects.waiting_for_yes().filter(complaint=OuterRef("pk")))
    if whoever.can(Permission.COMPLAINT_APPROVE):
        wanted |= Q(asks)
    open_ones = Complaint.objects.visible_to(whoever).filter(closed_at=None)
    found = open_ones.annotate(asks_for_yes=asks).filter(wanted)
    return Question(found.select_related("customer", "owner", "location").by_clock()[: SHOWN + 1])
