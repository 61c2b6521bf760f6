"""Planning mail: the one door. Nothing else in the house makes a mail to a customer.

A plan is a row, written in the transaction of whatever it is about; the clock sends it. The key makes
sure that the same mail is planned once, however often somebody asks.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.doorbell import ring
from crm.shop.models import ShopSettings, User
from customers.models import Customer
from engagement.headers import one_line, storable
from engagement.merge_fields import examples_beside_the_customer
from engagement.models import (
    EmailTemplate,
    EmailTemplateVersion,
    Message,
    MessageClass,
    MessageState,
)

# What people asked for goes out by the quick queue, everything else by the other: that is a matter of the
# priority alone, so that one index finds what is due in either.
BULK_FROM = 20
# What waited longer than this, because everything stood still, is not sent any more.
OUT_OF_DATE_AFTER = {MessageClass.TRANSACTIONAL: timedelta(days=14)}
OTHERS_OUT_OF_DATE_AFTER = timedelta(days=3)
MOST_WORDS = 100_000
SEND_LETTERS = "engagement.tasks.send_letters"


@dataclass(frozen=True)
class Draft:
    """A mail before it is planned: what it is before the law, what it says, and when it may leave.

    `dedupe_key` names this mail for ever ("birthday:2026:42"). Either `template` or `subject` and `body`.
    """

    dedupe_key: str
    message_class: str
    purpose: str
    topic: str = ""
    about: str = ""
    template: EmailTemplate | None = None
    subject: str = ""
    body: str = ""
    context: Mapping[str, str] = field(default_factory=dict)
    not_before: datetime | None = None
    expires_at: datetime | None = None  # empty: some days later, see OUT_OF_DATE_AFTER
    priority: int = 50
    to_email: str = ""  # empty: the customer's first address at the moment of sending


@transaction.atomic
def plan_message(
    draft: Draft, *, customer: Customer | None = None, staff: User | None = None, by: User | None
) -> Message:
    """Put a mail into the outbox; when one of this key is there already, it is given back as it is.

    The clock plans many at a time and writes one line of history for all of them: it is not written here.
    """
    planned = row_of(draft, customer, staff=staff, by=by)
    Message.objects.bulk_create([planned], ignore_conflicts=True)
    message = Message.objects.get(dedupe_key=planned.dedupe_key)
    if message.message_id == planned.message_id:
        _tell(message, by)
    return message


def priority_of(message_class: str, wished: int) -> int:
    """The smaller, the sooner; mail that nobody asked for never stands in the quick queue."""
    if message_class == MessageClass.TRANSACTIONAL:
        return max(0, min(wished, BULK_FROM - 1))
    return max(BULK_FROM, min(wished, 30_000))


def new_message_id() -> str:
    """The header Message-ID, with its angle brackets: made once, and the same at every attempt."""
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
    return f"<{secrets.token_hex(16)}@{sender[-80:].lstrip('.-')}>"


@transaction.atomic
def cancel_messages(
    *, about: str = "", purpose: str = "", customer: Customer | None = None, by: User | None
) -> int:
    """Call off what has not left yet, of this matter, purpose or customer; how many it were."""
    asked = {"about": about, "purpose": purpose, "customer": customer}
    wanted = {name: value for name, value in asked.items() if value}
    if not wanted:
        raise ValueError("Which mails? Calling off all of them is nobody's wish.")
    waiting = Message.objects.filter(state=MessageState.PLANNED, **wanted)
    count = waiting.update(state=MessageState.CANCELLED, decided_at=timezone.now())
    if count:
        audit.record("message.cancelled", customer or about, by=by, counts={"messages": count})
    return count


@transaction.atomic
def cancel_message(message: Message, *, by: User | None) -> Message:
    """Call one mail off, if it has not left yet."""
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state == MessageState.PLANNED:
        message.state, message.decided_at = MessageState.CANCELLED, timezone.now()
        message.save(update_fields=["state", "decided_at"])
        audit.record("message.cancelled", message, by=by)
    return message


@transaction.atomic
def send_again(message: Message, *, by: User) -> Message:
    """Somebody looked, and wants it to leave all the same: the same mail, under the same Message-ID."""
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state in {MessageState.UNKNOWN, MessageState.FAILED}:
        Message.objects.filter(pk=message.pk).update(
            **_as_new(), to_email=_address_again(message), not_before=timezone.now(), expires_at=None
        )
        message.refresh_from_db()
        audit.record("message.sent_again", message, by=by)
    return message


def _address_again(message: Message) -> str:
    """Empty, so that it is found anew, when the customer does not have that address any more."""
    if message.customer is None or message.customer.emails.filter(address=message.to_email).exists():
        return message.to_email
    return ""


@transaction.atomic
def send_test(
    version: EmailTemplateVersion, *, to: User, as_customer: Customer | None, by: User | None
) -> Message:
    """These words to a colleague, as that customer would get them; it counts nowhere."""
    template = version.template
    test = Message(
        dedupe_key=f"test:{secrets.token_hex(16)}",
        message_class=template.message_class,
        topic=template.topic,
        purpose="test",
        customer=as_customer,
        staff=to,
        template_version=version,
        context=examples_beside_the_customer(),
        language=_language_of(as_customer),
        priority=0,
        not_before=timezone.now(),
        message_id=new_message_id(),
        is_test=True,
        created_by=by,
    )
    test.save()
    audit.record("message.tested", version, by=by)
    ring(SEND_LETTERS, test.pk)
    return test


def row_of(
    draft: Draft, customer: Customer | None, *, staff: User | None = None, by: User | None = None
) -> Message:
    """The mail as it would stand in the outbox, not put there yet."""
    if len(draft.body) > MOST_WORDS:
        raise ValueError("That is a book, not a mail.")
    if draft.template is not None and draft.template.current is None:
        raise ValueError("A template without words.")
    not_before = draft.not_before or timezone.now()
    days = OUT_OF_DATE_AFTER.get(MessageClass(draft.message_class), OTHERS_OUT_OF_DATE_AFTER)
    return Message(
        dedupe_key=draft.dedupe_key,
        message_class=draft.message_class,
        topic=draft.topic,
        purpose=draft.purpose,
        about=draft.about,
        customer=customer,
        staff=staff,
        to_email=one_line(draft.to_email, 254),
        template_version=draft.template.current if draft.template else None,
        own_subject=one_line(draft.subject, 150),
        own_body=storable(draft.body),
        context={name: storable(value) for name, value in draft.context.items()},
        language=_language_of(customer),
        priority=priority_of(draft.message_class, draft.priority),
        not_before=not_before,
        expires_at=draft.expires_at or not_before + days,
        message_id=new_message_id(),
        created_by=by,
    )


def _tell(message: Message, by: User | None) -> None:
    if by is not None:
        audit.record("message.planned", message, by=by)
    # Nobody waits for the others: the clock takes them in turn.
    if message.priority < BULK_FROM:
        ring(SEND_LETTERS, message.pk)


def _language_of(customer: Customer | None) -> str:
    shop = ShopSettings.current()
    return (customer.language if customer else "") or (shop.language if shop else "")


def _as_new() -> dict[str, object]:
    """The values of a mail that waits, whatever became of it before."""
    return {
        "state": MessageState.PLANNED,
        "skip_reason": "",
        "problem": "",
        "attempts": 0,
        "lease_until": None,
        "lease_token": "",
        "decided_at": None,
    }
