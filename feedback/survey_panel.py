"""What a customer answered last, beside their timeline."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.shop.permissions import Permission
from customers.models import Customer
from customers.sides import Panel, stands_beside
from feedback.models import Response, Survey, SurveyKind

TEMPLATE = "feedback/_survey_panel.html"
LAST = 3


@dataclass(frozen=True)
class LastAnswer:
    """One line of the panel."""

    pk: int
    survey: str
    score: int | None
    band: str
    comment: str
    at: datetime


@dataclass(frozen=True)
class Answers:
    """What they answered, and whether somebody may ask more."""

    customer_id: int
    last: list[LastAnswer]
    may_ask: bool


@stands_beside("answers", "pk", "survey__name", "score", "band", "comment", "changed_at")
def last_answers() -> QuerySet[Response]:
    """The newest of a customer that count."""
    return Response.objects.counting().filter(customer=OuterRef("pk")).order_by("-pk")[:LAST]


@stands_beside("surveys_of_our_own", "pk")
def surveys_of_our_own() -> QuerySet[Survey]:
    """Is there anything that somebody could be asked by hand?"""
    return Survey.objects.switched_on().filter(kind=SurveyKind.CUSTOM, is_anonymous=False)[:1]


def survey_panel(customer: Customer, user: User) -> Panel | None:
    """For those who may see answers; with nothing answered and nothing to ask there is no panel."""
    rows = customer.beside_answers if user.can(Permission.SURVEY_VIEW) else []  # type: ignore[attr-defined]
    is_askable = bool(customer.beside_surveys_of_our_own)  # type: ignore[attr-defined]
    may_ask = is_askable and user.can(Permission.MESSAGE_SEND)
    if not rows and not may_ask:
        return None
    answers = Answers(customer.pk, [_answer(row) for row in rows], may_ask=may_ask)
    return Panel(TEMPLATE, answers, title=_("What they answered"))


def _answer(row: dict[str, Any]) -> LastAnswer:
    at = datetime.fromisoformat(row["changed_at"])
    return LastAnswer(row["pk"], row["survey__name"], row["score"], row["band"], row["comment"], at)
