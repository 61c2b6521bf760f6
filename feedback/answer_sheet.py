"""What was ticked and typed on the page, as answers by key. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from engagement.headers import storable
from feedback.evidence import Coming
from feedback.page_nonce import PageNonce
from feedback.questions import SCALES, Question, Shape

LONGEST = 2_000
# A field that people do not see.
TRAP = "website"


def read_sheet(questions: Sequence[Question], sent: QueryDict) -> dict[str, Any]:
    """{key: answer} of everything that was answered; what nobody asked is left out."""
    read = {question.key: _answer(question, sent) for question in questions}
    return {key: answer for key, answer in read.items() if answer not in (None, "", [])}


def signs_of(sent: QueryDict, nonce: PageNonce | None, given: Mapping[str, Any]) -> Coming:
    """The answers with the signs of the page they come from."""
    return Coming(
        given=given,
        page=nonce.key if nonce else "",
        seconds=nonce.seconds if nonce else 0,
        is_trapped=bool(sent.get(TRAP)),
        was_seen=sent.get("seen", "") != "hidden",
        was_touched=sent.get("touched", "") == "yes",
        was_changed=any(isinstance(answer, str) for answer in given.values()),
    )


def missing(questions: Sequence[Question], given: Mapping[str, Any]) -> list[Question]:
    """What is required and not answered."""
    return [question for question in questions if question.is_required and question.key not in given]


def chosen_by_link(question: Question | None, value: str) -> int | None:
    """The score that a link in the mail chose beforehand, when there is such a score."""
    if question is None or len(value) > 2 or not (value.isascii() and value.isdecimal()):
        return None
    return int(value) if int(value) in SCALES[question.shape] else None


def _answer(question: Question, sent: QueryDict) -> Any:
    if question.is_scale:
        return chosen_by_link(question, str(sent.get(question.key, "")))
    if question.shape == Shape.TEXT:
        return storable(str(sent.get(question.key, ""))).replace("\r\n", "\n").strip()[:LONGEST]
    known = {option.key for option in question.options}
    ticked = [key for key in dict.fromkeys(sent.getlist(question.key)) if key in known]
    return ticked[:1] if question.shape == Shape.ONE else ticked
