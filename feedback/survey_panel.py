"""What a customer answered last, beside their timeline."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet

from crm.shop.models import User
from crm.shop.permissions import Permission
from customers.models import Customer
from customers.sides import Panel, stands_beside
from feedback.models import Response

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


@stands_beside("answers", "pk", "survey__name", "score", "band", "comment", "changed_at")
def last_answers() -> QuerySet[Response]:
    """The newest of a customer that count."""
    return Response.objects.counting().filter(customer=OuterRef("pk")).order_by("-pk")[:LAST]


def survey_panel(customer: Customer, user: User) -> Panel | None:
    """For those who may see answers; who never answered has no panel."""
    rows = customer.beside_answers  # type: ignore[attr-defined]
    if not rows or not user.can(Permission.SURVEY_VIEW):
        return None
    answers = [
        LastAnswer(
            row["pk"],
            row["survey__name"],
            row["score"],
            row["band"],
            row["comment"],
            datetime.fromisoformat(row["changed_at"]),
        )
        for row in rows
    ]
    return Panel(TEMPLATE, answers)
