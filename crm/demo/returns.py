"""What came back after the announcement: clicks, two answers, an unsubscription, an address that is gone."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from crm.demo.shop import Frame
from crm.shop.actions import audit
from customers.models import Channel, Consent, ConsentChannel, ConsentTopic, Direction, Interaction
from engagement.addresses import address_hash, address_hint
from engagement.desk import lay_out, on_the_desk
from engagement.kinds import MAIL_IN
from engagement.models import (
    EventKind,
    InboundKind,
    InboundMail,
    Message,
    MessageEvent,
    MessageState,
    Preference,
    Suppression,
    SuppressionReason,
    SuppressionScope,
)

CLICKED_EVERY = 4
BOUNCED, LEFT, ANSWERED = 5, 10, (3, 8)  # places among those who got it
ANSWERS = (
    "Could you keep a blue mug for me until Saturday? A large one if there is one.",
    "Otto is right about the Louise Penny. Please put one by, I shall be in on market day.",
)
WISH = "Stopped by the link in the mail."
SHARED_ADDRESS = "info@wendvalley-parish.example"


def write_returns(messages: Sequence[Message], frame: Frame) -> None:
    """All of it; the same mails every time."""
    sent = [message for message in messages if message.state == MessageState.SENT]
    events = [_event(EventKind.CLICKED, message, frame) for message in sent[::CLICKED_EVERY]]
    events += [_event(EventKind.REPLIED, sent[place], frame) for place in ANSWERED]
    events.append(_event(EventKind.HARD_BOUNCE, sent[BOUNCED], frame))
    events.append(_event(EventKind.UNSUBSCRIBED, sent[LEFT], frame))
    MessageEvent.objects.bulk_create(events)
    _answer([sent[place] for place in ANSWERED], frame)
    _leave(sent[LEFT], frame)
    _suppress(sent[BOUNCED], frame)
    Preference.objects.bulk_create(
        [
            Preference(customer=sent[1].customer, at_most_monthly=True),
            Preference(customer=sent[2].customer, paused_until=frame.days.today + timedelta(days=40)),
        ]
    )


def _event(kind: EventKind, message: Message, frame: Frame) -> MessageEvent:
    return MessageEvent(
        message=message, kind=kind, at=_later(message, frame), key=f"demo:{kind}:{message.pk}"
    )


def _later(message: Message, frame: Frame) -> datetime:
    return frame.days.later(message.decided_at or message.created_at, 1, 0.3)


def _answer(messages: Sequence[Message], frame: Frame) -> None:
    mails = InboundMail.objects.bulk_create(
        InboundMail(
            message_id=f"<answer-{message.pk}@example.org>",
            kind=InboundKind.REPLY,
            from_email=message.to_email,
            from_name=str(message.customer),
            subject=f"Re: {message.subject}",
            text=text,
            received_at=_later(message, frame),
            answers=message,
            customer=message.customer,
        )
        for message, text in zip(messages, ANSWERS, strict=True)
    )
    Interaction.objects.bulk_create(
        Interaction(
            customer=mail.customer,
            kind=MAIL_IN.key,
            at=mail.received_at,
            text=f"{mail.subject}\n{mail.text}",
            direction=Direction.INCOMING,
            channel=Channel.EMAIL,
            about=audit.label(mail),
        )
        for mail in mails
        if mail.customer
    )


def _leave(message: Message, frame: Frame) -> None:
    assert message.customer is not None  # noqa: S101 - all of these went to customers
    Consent.objects.create(
        customer=message.customer,
        channel=ConsentChannel.EMAIL,
        topic=ConsentTopic.NEWS,
        is_given=False,
        wording=WISH,
        source="One click in a mail",
        proof=audit.label(message),
        at=_later(message, frame),
    )


def _suppress(message: Message, frame: Frame) -> None:
    """The address that is gone, and one that a whole parish reads."""
    with on_the_desk(lay_out()):
        Suppression.objects.bulk_create(
            Suppression(
                address_hash=address_hash(address),
                address_hint=address_hint(address),
                scope=scope,
                reason=reason,
                source=source,
                at=_later(message, frame),
                by=frame.staff.get(who),
            )
            for address, scope, reason, source, who in (
                (
                    message.to_email,
                    SuppressionScope.EVERYTHING,
                    SuppressionReason.HARD_BOUNCE,
                    "mail server",
                    "",
                ),
                (
                    SHARED_ADDRESS,
                    SuppressionScope.ALL_BUT_TRANSACTIONAL,
                    SuppressionReason.ROLE_ADDRESS,
                    "by hand",
                    "Olga",
                ),
            )
        )
