"""The rows of an answer: the response with its figures, and an answer for each question."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from feedback.answer_sheet import missing
from feedback.evidence import Coming
from feedback.models import Answer, Invitation, Response
from feedback.questions import Question, Shape

EDIT_WINDOW = timedelta(hours=24)


def write_response(
    invitation: Invitation, standing: Response | None, coming: Coming, *, is_sure: bool
) -> Response:
    """The answer as it stands now; what was there before is in the attempts."""
    now = timezone.now()
    response = standing or _new(invitation, now)
    questions = response.version.asked
    response.score, response.band, response.comment = _figures(questions, coming.given)
    response.evidence = max(coming.evidence, response.evidence if response.is_confirmed else 0)
    response.changed_at = now
    if is_sure:
        _confirm(response, now, is_whole=not missing(questions, coming.given))
    response.save()
    response.answers.all().delete()
    Answer.objects.bulk_create(
        _answer(response, question, coming.given[question.key])
        for question in questions
        if question.key in coming.given
    )
    return response


def _confirm(response: Response, now: datetime, *, is_whole: bool) -> None:
    """The time for changing it runs from the moment a person sent it."""
    if not response.is_confirmed:
        response.confirmed_at, response.edit_until = now, now + EDIT_WINDOW
    if is_whole and response.completed_at is None:
        response.completed_at = now


def _new(invitation: Invitation, now: datetime) -> Response:
    return Response(
        invitation=invitation,
        survey_id=invitation.survey_id,
        version=invitation.version,
        customer_id=invitation.customer_id,
        changed_at=now,
        edit_until=now + EDIT_WINDOW,
    )


def _figures(questions: tuple[Question, ...], given: Mapping[str, Any]) -> tuple[int | None, str, str]:
    """The score, its band, and the first words."""
    asked = next((question for question in questions if question.is_scale), None)
    score = given.get(asked.key) if asked else None
    texts = (given.get(question.key, "") for question in questions if question.shape == Shape.TEXT)
    return score, asked.band_of(score) if asked else "", next(filter(None, texts), "")


def _answer(response: Response, question: Question, given: Any) -> Answer:
    answer = Answer(response=response, question=question.key)
    if question.is_scale:
        answer.number = given
    elif question.shape == Shape.TEXT:
        answer.text = given
    else:
        answer.options = given
    return answer
