"""The invitation behind a link, with what the answering page shows and no more: most who come only look."""

from functools import cache, lru_cache
from typing import NamedTuple

from django.db.models import BigIntegerField, Case, Func, Subquery, Value, When
from django.db.models.functions import Cast, Substr

from crm.web.written_out import Question
from engagement.models import LinkPurpose
from engagement.public_links import held_link, holding
from feedback.models import Invitation, Response, SurveyVersion

SURVEY = ("name", "is_anonymous", "shows_reviews")
CUSTOMER = ("given_name", "preferred_name", "language")
ABOUT = "feedback.invitation:"


class Held(NamedTuple):
    """What somebody's link is for, and the mail it stood in; the numbers for a first answer and its line.

    There are none where an answer stood when we looked, or where nobody answers now.
    """

    invitation: Invitation
    mail: int | None
    numbers: tuple[int, int] | None


def invitation_behind(token: str, *, is_answer: bool = False) -> Held | None:
    """What the holder of this token was invited to; None when it is for nothing that we know."""
    for invitation in _invitations(is_answer=is_answer).ask(**holding(token, LinkPurpose.SURVEY)):
        invitation.version = version_as_published(invitation.version_id)
        number, line = getattr(invitation, "number", None), getattr(invitation, "line", None)
        numbers = (number, line) if number and line else None
        return Held(invitation, getattr(invitation, "mail", None), numbers)
    return None


@cache
def _invitations(*, is_answer: bool) -> Question[Invitation]:
    link = held_link().filter(about__startswith=ABOUT)
    number = Cast(Substr("about", len(ABOUT) + 1), BigIntegerField())
    found = Invitation.objects.filter(pk=Subquery(link.annotate(number=number).values("number")))
    found = found.annotate(mail=Subquery(link.values("message_id")))
    if is_answer:
        found = found.annotate(number=_next("feedback_response"), line=_next("customers_interaction"))
    return Question(found.select_related("survey", "customer", "response").only(*_columns()))


def _next(table: str) -> Case:
    """The number that the next row gets, unless an answer is there already."""
    number = Func(Value(f"{table}_id_seq"), function="nextval", output_field=BigIntegerField())
    return Case(When(response=None, then=number))


@lru_cache(maxsize=100)
def version_as_published(pk: int) -> SurveyVersion:
    """Kept in memory, with its questions read: a version never changes."""
    return SurveyVersion.objects.get(pk=pk)


def _columns() -> list[str]:
    own = [field.name for field in Invitation._meta.concrete_fields]
    answered = [f"response__{field.name}" for field in Response._meta.concrete_fields]
    beside = [f"survey__{name}" for name in SURVEY] + [f"customer__{name}" for name in CUSTOMER]
    return [*own, *answered, *beside]
