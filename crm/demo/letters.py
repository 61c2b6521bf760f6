"""The outbox of the demo shop: each mail drawn by the function that draws real ones, and kept here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.management.color import no_style
from django.db import connection

from crm.demo.shop import Frame
from crm.shop.actions import audit
from crm.shop.models import User
from customers.models import Channel, Customer, Direction, Interaction
from engagement.actions.message import Draft, new_message_id, priority_of
from engagement.addresses import address_hash
from engagement.composing import Letterhead, compose, letterhead
from engagement.desk import lay_out, on_the_desk
from engagement.kinds import MAIL_OUT
from engagement.models import Message, MessageState

GOOD_FOR = timedelta(days=3)
AT_A_TIME = 30
LONGEST_AGO, EACH = timedelta(days=500), timedelta(minutes=10)
DECIDED = (
    *("subject", "html", "text", "headers", "to_email", "to_hash"),
    *("state", "skip_reason", "decided_at", "is_captured", "created_at"),
)


@dataclass(frozen=True)
class Letter:
    """A mail to be: to whom, when it was decided, and why it was not sent if it was not."""

    draft: Draft
    customer: Customer
    address: str
    at: datetime
    why_not: str = ""
    by: User | None = None


def write_letters(letters: Sequence[Letter], frame: Frame) -> list[Message]:
    """The rows in the order of the letters, and a line on the timeline for each that was sent."""
    messages = Message.objects.bulk_create(_planned(letter, frame) for letter in letters)
    head = letterhead(frame.shop)
    assert head is not None  # noqa: S101 - the shop is open
    with on_the_desk(lay_out()):
        for message, letter in zip(messages, letters, strict=True):
            _decide(message, letter, head)
    Message.objects.bulk_update(messages, DECIDED, batch_size=AT_A_TIME)
    Interaction.objects.bulk_create(_lines(messages))
    return messages


def go_on_counting() -> None:
    """The first mail of the running shop comes after all of these."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Message]):
            cursor.execute(statement)


def _number(at: datetime, frame: Frame) -> int:
    """A newer mail has a higher number, as in any outbox, though surveys are written after announcements."""
    number = max(1, int((at - frame.days.now + LONGEST_AGO) / EACH))
    while number in frame.mail_numbers:
        number += 1
    frame.mail_numbers.add(number)
    return number


def _planned(letter: Letter, frame: Frame) -> Message:
    draft = letter.draft
    message = Message(
        pk=_number(letter.at, frame),
        dedupe_key=draft.dedupe_key,
        message_class=draft.message_class,
        topic=draft.topic,
        purpose=draft.purpose,
        about=draft.about,
        customer=letter.customer,
        template_version=draft.template.current if draft.template else None,
        own_subject=draft.subject,
        own_body=draft.body,
        context=dict(draft.context),
        language=letter.customer.language or frame.shop.language,
        priority=priority_of(draft.message_class, draft.priority),
        not_before=letter.at,
        expires_at=letter.at + GOOD_FOR,
        message_id=new_message_id(),
        created_by=letter.by,
    )
    message.has_links = False
    return message


def _decide(message: Message, letter: Letter, head: Letterhead) -> None:
    message.created_at = message.decided_at = letter.at
    if letter.why_not:
        message.state, message.skip_reason = MessageState.SKIPPED, letter.why_not
        return
    composed = compose(message, letter.customer, letter.address, head)
    message.subject, message.html, message.text = composed.subject, composed.html, composed.text
    message.headers, message.to_email = composed.headers, letter.address
    message.to_hash = address_hash(letter.address)
    message.state, message.is_captured = MessageState.SENT, True


def _lines(messages: Iterable[Message]) -> Iterable[Interaction]:
    return (
        Interaction(
            customer=message.customer,
            kind=MAIL_OUT.key,
            at=message.decided_at or message.not_before,
            text=message.subject,
            direction=Direction.OUTGOING,
            channel=Channel.EMAIL,
            about=audit.label(message),
            staff=message.created_by,
        )
        for message in messages
        if message.customer and message.state == MessageState.SENT
    )
