"""The answers of the demo as rows: what was said, what was sent, and a line on the timeline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from crm.shop.actions import audit
from customers.models import Channel, Direction, Interaction
from engagement.models import EventKind, Message, MessageEvent
from feedback.kinds import SURVEY_ANSWER
from feedback.models import Answer, Attempt, Evidence, Fate, Invitation, Response, Survey
from feedback.questions import score_question

EDIT_WINDOW = timedelta(hours=24)


@dataclass(frozen=True)
class Said:
    """One answer to be."""

    invitation: Invitation
    message: Message
    score: int
    words: str
    at: datetime
    more: Mapping[str, int] = field(default_factory=dict)  # what else was asked for in points

    @property
    def given(self) -> dict[str, Any]:
        return {"score": self.score, **self.more, **({"why": self.words} if self.words else {})}


def write_answers(survey: Survey, said: Sequence[Said]) -> None:
    """Responses with all that hangs on them; one robot tried, and was kept out."""
    responses = Response.objects.bulk_create(_response(survey, each) for each in said)
    for response, each in zip(responses, said, strict=True):
        response.created_at = each.at
    Response.objects.bulk_update(responses, ["created_at"])
    pairs = list(zip(responses, said, strict=True))
    Answer.objects.bulk_create(row for response, each in pairs for row in _answers(response, each))
    _write_attempts(said)
    Interaction.objects.bulk_create(_line(response) for response in responses)
    MessageEvent.objects.bulk_create(_click(each) for each in said)


def _response(survey: Survey, said: Said) -> Response:
    version = said.invitation.version
    asked = score_question(version.asked)
    return Response(
        invitation=said.invitation,
        survey=survey,
        version=version,
        customer=said.invitation.customer,
        location_id=said.invitation.location_id,
        staff_id=said.invitation.staff_id,
        score=said.score,
        band=asked.band_of(said.score) if asked else "",
        comment=said.words,
        evidence=Evidence.WROTE if said.words else Evidence.TOUCHED,
        confirmed_at=said.at,
        completed_at=said.at,
        changed_at=said.at,
        edit_until=said.at + EDIT_WINDOW,
    )


def _answers(response: Response, said: Said) -> list[Answer]:
    scores = {"score": said.score, **said.more}
    rows = [Answer(response=response, question=key, number=number) for key, number in scores.items()]
    if said.words:
        rows.append(Answer(response=response, question="why", text=said.words))
    return rows


def _write_attempts(said: Sequence[Said]) -> None:
    """What came from each; and behind the first one a scanner with another score."""
    attempts = [_attempt(each, Fate.FIRST, each.given) for each in said]
    times = [each.at for each in said]
    for robbed in said[:1]:
        attempts.append(_attempt(robbed, Fate.KEPT_OUT, {"score": 1}))
        times.append(robbed.at + timedelta(seconds=31))
    written = Attempt.objects.bulk_create(attempts)
    for attempt, at in zip(written, times, strict=True):
        attempt.at = at
    Attempt.objects.bulk_update(written, ["at"])


def _attempt(said: Said, fate: Fate, given: dict[str, Any]) -> Attempt:
    is_person = fate == Fate.FIRST
    evidence = Evidence.POSTED
    if is_person:
        evidence = Evidence.WROTE if said.words else Evidence.TOUCHED
    key = sha256(f"{said.invitation.pk}{fate}".encode()).hexdigest()
    return Attempt(
        invitation=said.invitation,
        fate=fate,
        evidence=evidence,
        page=key[:16],
        browser=key[16:32],
        given=given,
    )


def _line(response: Response) -> Interaction:
    return Interaction(
        customer=response.customer,
        kind=SURVEY_ANSWER.key,
        at=response.changed_at,
        text=response.in_one_line,
        direction=Direction.INCOMING,
        channel=Channel.EMAIL,
        about=audit.label(response),
    )


def _click(said: Said) -> MessageEvent:
    key = f"click:{said.message.pk}"
    return MessageEvent(message=said.message, kind=EventKind.CLICKED, at=said.at, key=key)
