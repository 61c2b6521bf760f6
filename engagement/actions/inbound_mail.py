"""Mail that came in: whose it is, which of ours it answers, and what follows."""

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from customers.actions.interaction import Entry, log_interaction
from customers.models import Channel, Customer, Direction
from engagement.actions.message_event import note_event, record_event
from engagement.actions.preference import unsubscribe
from engagement.inbound.asking import open_question
from engagement.inbound.parsing import Parsed, parse
from engagement.inbound.quoting import own_words
from engagement.inbound.sorting import asks_something, event_of, kind_of_mail
from engagement.kinds import MAIL_IN
from engagement.models import (
    Enrolment,
    EnrolmentState,
    EventKind,
    InboundKind,
    InboundMail,
    LinkPurpose,
    Message,
    SkipReason,
)
from engagement.reply_addresses import addressed_to

BY_THE_CLOCK = "automation."


@transaction.atomic
def receive_mail(raw: bytes | Parsed, *, by: User | None = None) -> InboundMail:
    """Take one mail in, once for each Message-ID. Raises MailRefused for what cannot be read."""
    mail = raw if isinstance(raw, Parsed) else parse(raw)
    came_to = addressed_to(mail.headers)
    answered, kind = _answered(mail) or (came_to.message if came_to else None), kind_of_mail(mail)
    received, is_new = InboundMail.objects.get_or_create(
        message_id=mail.message_id,
        defaults={
            "kind": kind,
            "from_email": mail.from_email,
            "from_name": mail.from_name,
            "subject": mail.subject,
            "text": own_words(mail.text),
            "received_at": min(mail.sent_at or timezone.now(), timezone.now()),
            "answers": answered,
            "customer": _whose(mail, answered),
        },
    )
    if is_new:
        audit.record("inbound_mail.received", received, by=by)
        if came_to and came_to.wants_to_leave and kind != InboundKind.BOUNCE:
            _leave(came_to.message, by)
        else:
            _follow_up(received, mail, by)
    return received


def _leave(message: Message, by: User | None) -> None:
    """Their mail program wrote for them: no answer, no question, only that they want to leave this list."""
    link = message.links.filter(purpose=LinkPurpose.PREFERENCES).first()
    if link is not None:
        unsubscribe(link, by=by)


def _answered(mail: Parsed) -> Message | None:
    """The mail of ours that it names; the nearest in the thread."""
    found = Message.objects.filter(message_id__in=mail.references)
    known = {message.message_id: message for message in found}
    return next((known[name] for name in mail.references if name in known), None)


def _whose(mail: Parsed, answered: Message | None) -> Customer | None:
    """Whoever we wrote to; else the one customer with that address: people tell two who share it apart."""
    if answered is not None and answered.customer is not None:
        return answered.customer
    if not mail.from_email:
        return None
    found = list(Customer.objects.filter(emails__address=mail.from_email).distinct()[:2])
    return found[0] if len(found) == 1 else None


def _follow_up(received: InboundMail, mail: Parsed, by: User | None) -> None:
    if received.kind == InboundKind.BOUNCE:
        _heed_bounce(received, mail)
    elif received.kind == InboundKind.REPLY:
        _heed_reply(received, by)


def _heed_bounce(received: InboundMail, mail: Parsed) -> None:
    """Only what names a mail of ours and its address is believed: anybody can write a bounce."""
    ours, kind = received.answers, event_of(mail.report)
    if ours is None or kind is None or mail.report.get("recipient") != ours.to_email.lower():
        return
    record_event(
        kind,
        key=f"bounce:{received.message_id}",
        at=received.received_at,
        message=ours,
        note=mail.report.get("status", ""),
    )


def _heed_reply(received: InboundMail, by: User | None) -> None:
    if received.answers is not None:
        note_event(
            EventKind.REPLIED,
            key=f"reply:{received.pk}",
            at=received.received_at,
            message=received.answers,
        )
    if received.customer is not None:
        log_interaction(received.customer, _line(received), by=by)
        _stop_automations(received.customer)
    is_answer_to_a_person = received.answers is not None and received.answers.created_by_id is not None
    if is_answer_to_a_person or asks_something(f"{received.subject}\n{received.text}"):
        received.enquiry = open_question(received, by=by)
        received.save(update_fields=["enquiry"])


def _line(received: InboundMail) -> Entry:
    return Entry(
        kind=MAIL_IN.key,
        at=received.received_at,
        text="\n".join(part for part in (received.subject, received.text) if part),
        direction=Direction.INCOMING,
        channel=Channel.EMAIL,
        about=audit.label(received),
    )


def _stop_automations(customer: Customer) -> None:
    """Somebody who writes to us is talking to people now: what the clock had in mind for them is over."""
    waiting = Enrolment.objects.filter(customer=customer, state=EnrolmentState.WAITING)
    waiting.update(state=EnrolmentState.EXITED, outcome="replied", ended_at=timezone.now())
    automatic = Message.objects.filter(customer=customer, purpose__startswith=BY_THE_CLOCK)
    automatic.keep_back(SkipReason.NO_LONGER_TRUE)
