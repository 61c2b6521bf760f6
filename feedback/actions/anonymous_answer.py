"""Taking an anonymous answer down so that nobody, not even who reads the book itself, knows whose it is.

There is no link, no time but the week, no number that tells an order, no entry in the history, no attempt.
The invitation only says that it was used; of a code or a tablet only the channel is kept. And because the
database remembers which rows were written together, some older ones are written again beside each new one,
in no order.
"""

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from crm.shop.actions import audit
from crm.shop.models import User
from crm.shop.opening_hours import moment_of
from feedback.actions.response_rows import answer_rows, written_figures
from feedback.answer_sheet import missing
from feedback.evidence import Coming, fate_of
from feedback.models import (
    Answer,
    AnswerChannel,
    Fate,
    Invitation,
    Kiosk,
    PrintedCode,
    Response,
    Survey,
    SurveyKind,
    SurveyVersion,
)
from feedback.questions import Question

CROWD = 24
HIGH = 2**51  # programs that count in floating point still tell them apart


@dataclass(frozen=True)
class Nameless:
    """What was said, and all that is kept beside it."""

    version: SurveyVersion
    given: Mapping[str, Any]
    evidence: int
    week: datetime
    channel: AnswerChannel = AnswerChannel.MAIL


class ModeIsFixed(Exception):
    """Somebody was asked already, and was told which it is; or this survey has to know, or not to know."""


@transaction.atomic
def choose_mode(survey: Survey, *, is_anonymous: bool, by: User | None) -> Survey:
    """Anonymous or confidential, until the first invitation. Raises ModeIsFixed. Twice is once."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.is_anonymous == is_anonymous:
        return survey
    if is_mode_fixed(survey):
        raise ModeIsFixed
    survey.is_anonymous = is_anonymous
    survey.save(update_fields=["is_anonymous"])
    audit.record("survey.made_anonymous" if is_anonymous else "survey.made_confidential", survey, by=by)
    return survey


def is_mode_fixed(survey: Survey) -> bool:
    """Nobody is told one thing and treated in the other way."""
    # Who complained is known.
    if survey.kind == SurveyKind.COMPLAINT or (survey.gift and not survey.is_anonymous):
        return True
    asked = (Invitation, Response, PrintedCode, Kiosk)
    return any(model._default_manager.filter(survey=survey).exists() for model in asked)


@transaction.atomic
def record_anonymous_answer(invitation: Invitation, coming: Coming) -> Fate:
    """Take it down once for an invitation; what is not whole, or not surely a person's, is forgotten."""
    is_used = Invitation.objects.select_for_update().values_list("is_used", flat=True).get(pk=invitation.pk)
    fate = Fate.KEPT_OUT if is_used else fate_of(None, coming)
    if fate == Fate.FIRST and missing(invitation.version.asked, coming.given):
        fate = Fate.UNSURE
    if fate == Fate.FIRST:
        said = Nameless(invitation.version, coming.given, coming.evidence, week_of(timezone.now()))
        _write(said, _lot())
        _stir(Invitation.objects.filter(survey=invitation.survey_id), invitation.pk, "is_used")
    return fate


@transaction.atomic
def take_nameless_answer(said: Nameless, *, key: uuid.UUID) -> tuple[Response, bool]:
    """Of somebody in the shop, and whether it is new: the number comes from the key, which is not kept."""
    number = HIGH + int.from_bytes(salted_hmac("nameless", str(key)).digest()[:6])
    try:
        with transaction.atomic():
            return _write(said, number), True
    except IntegrityError:
        return Response.objects.get(pk=number), False


def _write(said: Nameless, number: int) -> Response:
    times = ("created_at", "changed_at", "confirmed_at", "completed_at", "edit_until")
    response = Response(
        pk=number,
        survey_id=said.version.survey_id,
        version_id=said.version.pk,
        channel=said.channel,
        is_anonymous=True,
        evidence=said.evidence,
        **written_figures(said.version.asked, said.given),
        **dict.fromkeys(times, said.week),
    )
    response.save(force_insert=True)
    _write_rows(response, said.version.asked, said.given)
    return response


@transaction.atomic
def add_nameless_answers(response: Response, asked: tuple[Question, ...], fresh: Mapping[str, Any]) -> None:
    """What somebody on a tablet says after the score, beside it."""
    comment = response.comment or written_figures(asked, fresh)["comment"]
    Response.objects.filter(pk=response.pk).update(comment=comment)
    _write_rows(response, asked, fresh)


def _write_rows(response: Response, asked: tuple[Question, ...], given: Mapping[str, Any]) -> None:
    rows = answer_rows(response, asked, given)
    for row in rows:
        row.pk = _lot()
    Answer.objects.bulk_create(rows)
    _stir(Response.objects.filter(survey=response.survey_id), response.pk, "is_anonymous")


def _stir(rows: QuerySet[Any], new: int, mark: str) -> None:
    """Write the new one and some that are marked already, in no order."""
    others = rows.filter(**{mark: True}).exclude(pk=new).order_by("?").values_list("pk", flat=True)[:CROWD]
    for pk in sorted([*others, new], key=lambda _pk: secrets.randbits(64)):
        rows.filter(pk=pk).update(**{mark: True})


def _lot() -> int:
    """A number that tells no order, so high that it never meets one that does."""
    return HIGH + secrets.randbelow(HIGH)


def week_of(at: datetime) -> datetime:
    """Its Monday, as the clocks in the shop count it."""
    day = timezone.localdate(at)
    return moment_of(day - timedelta(days=day.weekday()), time(0), timezone.get_current_timezone())
