"""The way of one mail through the outbox: taken, written down, handed over, and how it ended.

Whoever holds the lease may move the row; its token goes with every step, so a worker that was given up for
dead changes nothing any more. A mail is written down, with `sending`, before the server hears of it.
"""

import logging
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError
from django.db.models import QuerySet
from django.utils import timezone
from psycopg.types.json import Jsonb

from crm.web.insert import insert_beside
from customers.actions.interaction import Entry, line_of_ours, log_interaction
from customers.models import Channel, Customer, Direction, Interaction
from engagement.actions.message import BULK_FROM
from engagement.composing import Composed
from engagement.kinds import MAIL_OUT
from engagement.models import Message, MessageClass, MessageState, PublicLink, SkipReason
from engagement.trouble import POISON_ATTEMPTS, most_attempts

logger = logging.getLogger(__name__)

# Longer than a hand-over to a slow server; shorter than anybody's patience when the worker died.
LEASE = timedelta(seconds=settings.MAIL_LEASE_SECONDS)
FIRST, LAST = -32_768, 32_767  # of the column
# One statement, so that the row is taken and written at once; beside it, what is asked of it first.
# It does not wait for the disk: what it wrote lies there before the words do, and those wait for it before
# the server hears of anything. Should the database itself die in between, the mail waits as before.
CLAIM = """
    UPDATE engagement_message AS taken
    SET state = 'sending', lease_token = %(token)s, lease_until = %(lease)s, attempts = attempts + 1
    WHERE taken.id = (
        SELECT id FROM engagement_message
        WHERE state = 'planned' AND not_before <= %(now)s AND priority BETWEEN %(from)s AND %(to)s
        ORDER BY priority, not_before, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING taken.*, nextval('engagement_publiclink_id_seq') AS link_number,
        set_config('synchronous_commit', 'off', true) AS disk,
        (SELECT address FROM customers_email WHERE customer_id = taken.customer_id
            ORDER BY position, id LIMIT 1) AS first_address,
        EXISTS (SELECT FROM engagement_publiclink WHERE message_id = taken.id) AS has_links
"""
WRITE = """
    UPDATE engagement_message
    SET subject = %s, html = %s, text = %s, headers = %s, to_email = %s, to_hash = %s, lease_until = %s
    WHERE id = %s AND state = 'sending' AND lease_token = %s AND lease_until = %s RETURNING id
"""
# Swept meanwhile and called doubtful: we know better.
MARK = """
    UPDATE engagement_message
    SET state = 'sent', decided_at = %s, provider_id = %s, is_captured = %s, problem = '', lease_until = NULL
    WHERE id = %s AND lease_token = %s AND state IN ('sending', 'unknown') RETURNING id
"""
_LET_GO = {"lease_until": None, "lease_token": ""}
_UNWRITTEN = {"subject": "", "html": "", "text": "", "headers": {}}


def claim_next(now: datetime, *, is_bulk: bool) -> Message | None:
    """Take the most urgent mail of a queue; two workers never take the same."""
    least, most = (BULK_FROM, LAST) if is_bulk else (FIRST, BULK_FROM - 1)
    values = {
        "now": now,
        "lease": now + LEASE,
        "token": secrets.token_hex(16),
        "from": least,
        "to": most,
    }
    message = next(iter(Message.objects.raw(CLAIM, values)), None)
    if message is not None and not message.to_email and message.staff_id is None:
        message.to_email = message.first_address or ""  # type: ignore[attr-defined]
    return message


def write_down(message: Message, composed: Composed, *, to_hash: str) -> bool:
    """Keep the mail as it will leave, with its links, before it leaves.

    False when the lease went to somebody else: then nothing is kept.
    """
    message.subject, message.html, message.text = composed.subject, composed.html, composed.text
    message.headers, message.to_hash = composed.headers, to_hash
    held, message.lease_until = message.lease_until, timezone.now() + LEASE
    words = [
        composed.subject,
        composed.html,
        composed.text,
        Jsonb(composed.headers),
        message.to_email,
        to_hash,
    ]
    links, message.new_links = message.new_links, []
    if insert_beside(WRITE, [*words, message.lease_until, message.pk, message.lease_token, held], *links):
        return True
    PublicLink.objects.filter(pk__in=[link.pk for link in links]).delete()
    return False


def mark_sent(message: Message, *, provider_id: str = "", is_captured: bool = False) -> None:
    """The server took it. A line on the customer's timeline says so, but that may fail: the mail has left."""
    now = timezone.now()
    sent = [now, provider_id, is_captured, message.pk, message.lease_token]
    if message.customer is None or message.is_test:
        insert_beside(MARK, sent)
        return
    line = Entry(
        kind=MAIL_OUT.key,
        at=now,
        text=message.subject,
        direction=Direction.OUTGOING,
        channel=Channel.EMAIL,
        about=f"engagement.message:{message.pk}",
    )
    # Of a newsletter's ten thousand lines the history tells once, where they are sent.
    if message.priority >= BULK_FROM:
        _mark_with(sent, line_of_ours(message.customer, line, by=message.created_by), message)
    elif insert_beside(MARK, sent):
        _tell(message, message.customer, line)


def _mark_with(sent: Sequence[object], line: Interaction, message: Message) -> None:
    """Both at once, which is one wait for the disk; the mark alone where the line cannot be written."""
    try:
        if not insert_beside(MARK, sent, line):
            Interaction.objects.filter(pk=line.pk).delete()
    except DatabaseError:
        logger.exception("sent_without_a_line message=%s", message.pk)
        insert_beside(MARK, sent)


def _tell(message: Message, customer: Customer, line: Entry) -> None:
    try:
        log_interaction(customer, line, by=message.created_by)
    except DatabaseError:
        logger.exception("sent_without_a_line message=%s", message.pk)


def put_off(message: Message, *, until: datetime, problem: str = "", counts: bool = True) -> None:
    """Try later; what was no fault of this mail does not count as an attempt."""
    attempts = message.attempts if counts else max(0, message.attempts - 1)
    _held(message).update(
        state=MessageState.PLANNED,
        not_before=until,
        attempts=attempts,
        problem=problem,
        **_LET_GO,
        **_UNWRITTEN,
    )


def give_up(message: Message, *, problem: str) -> None:
    """It will not get through."""
    _held(message).update(
        state=MessageState.FAILED, problem=problem[:300], decided_at=timezone.now(), **_LET_GO
    )


def leave_open(message: Message, *, problem: str) -> None:
    """Perhaps it is sent: a person decides, or nobody. The token stays, for the answer that comes late."""
    _held(message).update(
        state=MessageState.UNKNOWN, problem=problem[:300], decided_at=timezone.now(), lease_until=None
    )


def skip(message: Message, reason: SkipReason) -> None:
    """Not sent, and why."""
    _held(message).update(
        state=MessageState.SKIPPED,
        skip_reason=reason,
        decided_at=timezone.now(),
        problem="",
        **_LET_GO,
        **_UNWRITTEN,
    )


def sweep_leases(now: datetime) -> int:
    """Look after what a dead worker left; how many rows it were.

    What was never written down was never handed over, and what people asked for is better sent twice than
    never (under the same Message-ID): both wait again. The rest is doubtful and stays so.
    """
    count = 0
    for message in Message.objects.abandoned(now).order_by("pk")[:500]:
        count += 1
        if not message.headers or message.message_class == MessageClass.TRANSACTIONAL:
            _wait_again(message, now)
        else:
            leave_open(message, problem="the worker ended while it was being sent")
    return count


def _wait_again(message: Message, now: datetime) -> None:
    is_poison = not message.headers and message.attempts >= POISON_ATTEMPTS
    if is_poison or message.attempts >= most_attempts(message.message_class):
        give_up(message, problem="the worker ended each time")
    else:
        put_off(message, until=now, problem="the worker ended while it was being sent")


def _held(message: Message) -> QuerySet[Message]:
    """The row, if its lease is still the one we know."""
    return Message.objects.filter(
        pk=message.pk,
        state=MessageState.SENDING,
        lease_token=message.lease_token,
        lease_until=message.lease_until,
    )
