"""Questions that came to the demo shop: answered in time, one late, one overdue, two that wait."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from crm.demo.cast import Person
from crm.demo.choosing import Choice
from crm.demo.dice import dice
from crm.demo.reading import rows as read
from crm.demo.reading import split_outcome
from crm.demo.shop import Frame
from crm.demo.writers import who_logs
from crm.demo.writing import Rows
from crm.shop.actions import audit
from crm.shop.location_calendar import opening_hours_of
from customers.models import Channel, Direction, Interaction
from engagement.enquiry_clock import answer_due
from engagement.kinds import ENQUIRY, ENQUIRY_ANSWER
from engagement.models import Enquiry, EnquiryState

WAITING = ("open", "overdue")
A_LATE_ANSWER = 3  # open days


def write_enquiries(people: Sequence[Person], rows: Rows, frame: Frame) -> None:
    """The questions with their clocks, and what the timelines of known people say of them."""
    choice, hours = Choice(people, "enquiries"), opening_hours_of(frame.location, frame.shop)
    questions = [_question(row, choice, rows, frame) for row in read("enquiries")]
    for question in questions:
        question.answer_by = answer_due(hours, question.received_at, frame.shop.answer_within_hours)
    Enquiry.objects.bulk_create(questions)
    Interaction.objects.bulk_create(line for question in questions for line in _lines(question))


def _question(row: tuple[str, ...], choice: Choice, rows: Rows, frame: Frame) -> Enquiry:
    ago, answered, channel, sender, text = row
    question, answer = split_outcome(text)
    received_at = _when(int(ago), frame)
    enquiry = Enquiry(
        channel=channel,
        question=question,
        location=frame.location,
        received_at=received_at,
        waiting_since=received_at,
        owner=frame.staff[who_logs(text, dice(f"who answers {question}"))],
    )
    if sender == "customer":
        enquiry.customer = rows[id(choice.one("email" if channel == Channel.EMAIL else "phone"))]
    else:
        enquiry.sender_name, enquiry.sender_email = parseaddr(sender)
    if answered not in WAITING:
        _answer(enquiry, answer, A_LATE_ANSWER if answered == "late" else int(answered), frame)
    return enquiry


def _when(ago: int, frame: Frame) -> datetime:
    """So many open days ago; none: the last hours that the door was open."""
    return frame.days.later(frame.days.now, -ago, 0.3) if ago else frame.days.at(1, 0.6)


def _answer(enquiry: Enquiry, words: str, after: int, frame: Frame) -> None:
    enquiry.state, enquiry.answer = EnquiryState.ANSWERED, words
    enquiry.answered_at = frame.days.later(enquiry.received_at, after, 0.6 if not after else 0.05)
    enquiry.first_answered_at, enquiry.answered_by = enquiry.answered_at, enquiry.owner


def _lines(enquiry: Enquiry) -> Iterator[Interaction]:
    if enquiry.customer is None:
        return
    told: dict[str, Any] = {
        "customer": enquiry.customer,
        "location": enquiry.location,
        "about": audit.label(enquiry),
        "channel": enquiry.channel,
        "staff": enquiry.owner,
    }
    yield Interaction(
        kind=ENQUIRY.key,
        at=enquiry.received_at,
        text=enquiry.question,
        direction=Direction.INCOMING,
        **told,
    )
    if enquiry.answered_at is not None:
        yield Interaction(
            kind=ENQUIRY_ANSWER.key,
            at=enquiry.answered_at,
            text=enquiry.answer,
            direction=Direction.OUTGOING,
            **told,
        )
