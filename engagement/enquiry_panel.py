"""Questions that wait: beside a customer's timeline, and on Today."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from crm.shop.models import ShopSettings, User
from crm.shop.permissions import Permission
from crm.web.written_out import Question
from customers.models import Customer
from customers.sides import Panel, stands_beside
from engagement.enquiry_cards import Card, cards_of
from engagement.models import Enquiry
from engagement.places import Places

TEMPLATE = "engagement/_enquiry_panel.html"
BESIDE, SHOWN = 3, 5


@dataclass(frozen=True)
class OpenQuestions:
    """What the panel shows."""

    customer_id: int
    enquiries: list[Enquiry]
    may_add: bool


@dataclass(frozen=True)
class WaitingQuestions:
    """What Today shows: who waits longest; more than these may wait."""

    cards: list[Card]
    has_more: bool


@stands_beside("enquiries", "pk", "question")
def open_enquiries() -> QuerySet[Enquiry]:
    """What a customer waits for, the oldest first."""
    return Enquiry.objects.waiting().filter(customer=OuterRef("pk")).oldest_first()[:BESIDE]


def enquiry_panel(customer: Customer, user: User) -> Panel | None:
    """What they asked and nobody has answered, and two taps for what they ask now."""
    if not user.can(Permission.ENQUIRY_VIEW):
        return None
    waiting = [Enquiry(**row) for row in customer.beside_enquiries]  # type: ignore[attr-defined]
    questions = OpenQuestions(customer.pk, waiting, user.can(Permission.ENQUIRY_WORK))
    return Panel(TEMPLATE, questions, title=_("Questions"), waits=bool(waiting))


def waiting_enquiries(user: User, shop: ShopSettings, now: datetime) -> WaitingQuestions:
    """Everybody's, the oldest first."""
    if not user.can(Permission.ENQUIRY_VIEW):
        return WaitingQuestions([], has_more=False)
    rows = _waiting_longest(user.role).ask()
    return WaitingQuestions(cards_of(rows[:SHOWN], Places(shop), now), len(rows) > SHOWN)


@cache
def _waiting_longest(role: str) -> Question[Enquiry]:
    waiting = Enquiry.objects.visible_to(User(role=role)).waiting().oldest_first()
    return Question(waiting.select_related("customer", "owner", "location")[: SHOWN + 1])
