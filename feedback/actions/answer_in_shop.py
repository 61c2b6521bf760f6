"""Taking down what somebody answers in the shop: nobody knows who it is, and the same answer counts once."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import Device, Location
from feedback.actions.anonymous_answer import Nameless, take_nameless_answer, week_of
from feedback.actions.response_rows import write_answers, written_figures
from feedback.answer_sheet import missing
from feedback.models import AnswerChannel, PrintedCode, Response, Survey, SurveyVersion


@dataclass(frozen=True)
class Spot:
    """Where somebody answers: before a code on paper, or before a tablet."""

    version: SurveyVersion
    location: Location | None = None
    code: PrintedCode | None = None
    device: Device | None = None

    @property
    def channel(self) -> AnswerChannel:
        return AnswerChannel.KIOSK if self.device else AnswerChannel.QR


@dataclass(frozen=True)
class Given:
    """What was answered; the page or the tablet made the key, so that sent twice is once."""

    key: uuid.UUID
    answers: Mapping[str, Any]
    evidence: int
    at: datetime | None = None  # now, unless a tablet had to wait for the network


@transaction.atomic
def take_answer_in_shop(spot: Spot, given: Given, *, by: None = None) -> tuple[Response, bool]:
    """One answer for a key, however often it is sent, and by however many at once; and whether it is new."""
    if Survey.objects.filter(pk=spot.version.survey_id, is_anonymous=True).exists():
        week = week_of(given.at or timezone.now())
        said = Nameless(spot.version, given.answers, given.evidence, week, spot.channel)
        return take_nameless_answer(said, key=given.key)
    response, is_new = Response.objects.get_or_create(key=given.key, defaults=_columns(spot, given))
    if is_new:
        write_answers(response, spot.version.asked, given.answers)
        with audit.without_address():
            audit.record("response.given", response, by=by)
    return response, is_new


def _columns(spot: Spot, given: Given) -> dict[str, Any]:
    at = given.at or timezone.now()
    return {
        "survey_id": spot.version.survey_id,
        "version": spot.version,
        "channel": spot.channel,
        "location": spot.location,
        "code": spot.code,
        "device": spot.device,
        "evidence": given.evidence,
        **written_figures(spot.version.asked, given.answers),
        **dict.fromkeys(("created_at", "changed_at", "confirmed_at", "edit_until"), at),
        "completed_at": None if missing(spot.version.asked, given.answers) else at,
    }
