"""Surveys to begin with, ready to be switched on."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from feedback.models import SurveyKind
from feedback.questions import Question, Shape


@dataclass(frozen=True)
class Starter:
    """A survey before a shop has made it its own."""

    kind: str
    name: str
    intro: str
    subject: str
    questions: tuple[Question, ...]


def starters() -> list[Starter]:
    """All of them, in the language that is spoken now."""
    return [make() for make in STARTERS]


def mail_body(kind: str = "") -> str:
    """The words around the question."""
    words = _("Hello {{ first_name|there }},\n\nwe would like to know how it was. One click is enough.")
    if kind == SurveyKind.LIKELY:
        words = _("Hello {{ first_name|there }},\n\nmay we ask you one question? One click is enough.")
    if kind == SurveyKind.COMPLAINT:
        words = _(
            "Hello {{ first_name|there }},\n\nyou told us that something was not right, and we have dealt"
            " with it. Is it settled for you? One click is enough, and we hear it as well if it is not."
        )
    thanks = _("Thank you! Your answer goes to us, and to nobody else.")
    return f"{words}\n\n[[survey]]\n\n{thanks}"


def _purchase() -> Starter:
    return Starter(
        SurveyKind.PURCHASE,
        _("After a purchase"),
        _("You were here a few days ago."),
        _("How was it at {{ shop }}?"),
        (
            Question("score", Shape.STARS, _("How satisfied are you with your visit?"), is_required=True),
            _why(_("What would make it a 5?")),
        ),
    )


def _likely() -> Starter:
    return Starter(
        SurveyKind.LIKELY,
        _("Would you recommend us?"),
        "",
        _("One question from {{ shop }}"),
        (
            Question(
                "score",
                Shape.LIKELY,
                _("How likely is it that you would recommend us to a friend?"),
                is_required=True,
            ),
            _why(_("What is the main reason for your answer?")),
        ),
    )


def _complaint() -> Starter:
    return Starter(
        SurveyKind.COMPLAINT,
        _("After a complaint"),
        _("We have dealt with what you told us."),
        _("Is it settled?"),
        (
            Question("score", Shape.STARS, _("How satisfied are you with the outcome?"), is_required=True),
            Question("handling", Shape.STARS, _("… and with how we handled it?"), is_required=True),
            Question("why", Shape.TEXT, _("Is there something you want to add?")),
        ),
    )


def _pulse() -> Starter:
    return Starter(
        SurveyKind.PULSE,
        _("In the shop"),
        "",
        _("One question from {{ shop }}"),
        (Question("score", Shape.STARS, _("How was it today?"), is_required=True),),
    )


def _why(otherwise: str) -> Question:
    return Question(
        "why",
        Shape.TEXT,
        otherwise,
        words_low=_("What should we have done differently?"),
        words_high=_("What did we get right?"),
    )


STARTERS: tuple[Callable[[], Starter], ...] = (_purchase, _likely, _complaint, _pulse)
