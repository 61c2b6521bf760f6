"""The rows of an answer: the response with its figures, and an answer for each question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from crm.web.insert import insert
from feedback.answer_sheet import missing
from feedback.evidence import Coming
from feedback.models import Answer, Attempt, Invitation, Response
from feedback.questions import Question, Shape

EDIT_WINDOW = timedelta(hours=24)


@dataclass(frozen=True)
class Turn:
    """Whose turn it is to answer finds what stands, or gets the numbers for a first answer and its line."""

    standing: Response | None
    response: int | None = None
    line: int | None = None


def write_response(
    invitation: Invitation,
    turn: Turn,
    coming: Coming,
    *,
    is_sure: bool,
    holder: str,
    beside: Sequence[Attempt],
) -> Response:
    """The answer as it stands now; what was there before is in the attempts, the newest of them `beside`.

    `holder` is the hash of the cookie that may change it from now on; empty leaves that as it is.
    """
    now = timezone.now()
    response = turn.standing or _new(invitation, now, turn.response)
    questions = response.version.asked
    for name, value in written_figures(questions, coming.given).items():
        setattr(response, name, value)
    response.evidence = max(coming.evidence, response.evidence if response.is_confirmed else 0)
    response.changed_at = now
    response.browser_hash = holder or response.browser_hash
    if is_sure:
        _confirm(response, now, is_whole=not missing(questions, coming.given))
    if turn.standing is None:
        insert(response)
    else:
        response.save()
        response.answers.all().delete()
    insert(*beside, *answer_rows(response, questions, coming.given))
    return response


def write_answers(response: Response, questions: tuple[Question, ...], given: Mapping[str, Any]) -> None:
    """A row for each question that was answered."""
    insert(*answer_rows(response, questions, given))


def answer_rows(
    response: Response, questions: tuple[Question, ...], given: Mapping[str, Any]
) -> list[Answer]:
    """The same, not written yet."""
    return [
        _answer(response, question, given[question.key]) for question in questions if question.key in given
    ]


def _confirm(response: Response, now: datetime, *, is_whole: bool) -> None:
    """The time for changing it runs from the moment a person sent it."""
    if not response.is_confirmed:
        response.confirmed_at, response.edit_until = now, now + EDIT_WINDOW
    if is_whole and response.completed_at is None:
        response.completed_at = now


def _new(invitation: Invitation, now: datetime, number: int | None) -> Response:
    return Response(
        pk=number,
        invitation=invitation,
        survey_id=invitation.survey_id,
        version=invitation.version,
        customer_id=invitation.customer_id,
        location_id=invitation.location_id,
        staff_id=invitation.staff_id,
        changed_at=now,
        edit_until=now + EDIT_WINDOW,
    )


def written_figures(questions: tuple[Question, ...], given: Mapping[str, Any]) -> dict[str, Any]:
    """What figures ask for: the score, its band, and the first words."""
    asked = next((question for question in questions if question.is_scale), None)
    score = given.get(asked.key) if asked else None
    texts = (given.get(question.key, "") for question in questions if question.shape == Shape.TEXT)
    return {
        "score": score,
        "band": asked.band_of(score) if asked else "",
        "comment": next(filter(None, texts), ""),
    }


def _answer(response: Response, question: Question, given: Any) -> Answer:
    answer = Answer(response=response, question=question.key)
    if question.is_scale:
        answer.number = given
    elif question.shape == Shape.TEXT:
        answer.text = given
    else:
        answer.options = given
    return answer
