"""What a mail provider tells us, in our own words. The library speaks by two signals of its own."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from anymail.signals import EventType, RejectReason, inbound, tracking
from django.db import transaction
from django.utils import timezone

from engagement.actions.inbound_mail import receive_mail
from engagement.actions.message_event import record_event
from engagement.actions.suppression import suppress
from engagement.inbound.parsing import MailRefused, Parsed, parse
from engagement.models import EventKind, Message, SuppressionReason, SuppressionScope

logger = logging.getLogger(__name__)
# "Opened" is not heard: nobody can trust it.
KINDS = {
    EventType.DELIVERED: EventKind.DELIVERED,
    EventType.DEFERRED: EventKind.DEFERRED,
    EventType.BOUNCED: EventKind.SOFT_BOUNCE,
    EventType.COMPLAINED: EventKind.COMPLAINED,
    EventType.UNSUBSCRIBED: EventKind.UNSUBSCRIBED,
}
NO_SUCH_ADDRESS = {RejectReason.INVALID, RejectReason.BOUNCED}
FAILED = {EventType.BOUNCED, EventType.REJECTED}
# Said by Postmark, Brevo, Mandrill and (by a number) SparkPost: to the library a full mailbox is an address
# that is not there.
IN_THEIR_WORDS = {
    **dict.fromkeys(["20", "21", "22", "23", "70"], EventKind.SOFT_BOUNCE),
    "SoftBounce": EventKind.SOFT_BOUNCE,
    "soft_bounce": EventKind.SOFT_BOUNCE,
    "hard_bounce": EventKind.HARD_BOUNCE,
}


def listen() -> None:
    """Once, from `ready()`."""
    tracking.connect(_tracked, dispatch_uid="engagement.tracked")
    inbound.connect(_came_in, dispatch_uid="engagement.came_in")


@transaction.atomic
def _tracked(sender: Any, event: Any, esp_name: str, **_more: Any) -> None:
    kind = _kind_of(event)
    if kind is None:
        return
    told = record_event(
        kind,
        key=f"{esp_name}:{event.event_id or _name_of(event)}",
        at=event.timestamp or timezone.now(),
        message=_message_of(event),
        address=event.recipient or "",
        note=event.description or event.mta_response or "",
    )
    if told and kind == EventKind.UNSUBSCRIBED and event.recipient:
        suppress(
            event.recipient,
            reason=SuppressionReason.UNSUBSCRIBE,
            scope=SuppressionScope.ALL_BUT_TRANSACTIONAL,
            source=esp_name,
            by=None,
        )


def _came_in(sender: Any, event: Any, esp_name: str, **_more: Any) -> None:
    try:
        receive_mail(_with_envelope(event.message))
    except MailRefused as refused:
        # Sent again it would be no better.
        logger.warning("mail_refused provider=%s why=%s", esp_name, refused)


def _with_envelope(mail: Any) -> Parsed:
    """With the address to which it really came: the headers may name another."""
    parsed = parse(mail.as_bytes())
    came_to = {"x-original-to": mail.envelope_recipient} if mail.envelope_recipient else {}
    return replace(parsed, headers={**parsed.headers, **came_to})


def _kind_of(event: Any) -> EventKind | None:
    if event.event_type in FAILED:
        if kind := IN_THEIR_WORDS.get(_their_word(event)):
            return kind
        if event.reject_reason in NO_SUCH_ADDRESS:
            return EventKind.HARD_BOUNCE
    return KINDS.get(event.event_type)


def _their_word(event: Any) -> str:
    told = event.esp_event if isinstance(event.esp_event, Mapping) else {}
    sparkpost: Mapping[str, Any] = next(iter(told.get("msys", {}).values()), {})
    return str(told.get("Type") or told.get("event") or sparkpost.get("bounce_class") or "")


def _name_of(event: Any) -> str:
    return f"{event.message_id}:{event.event_type}:{event.recipient}:{event.timestamp}"


def _message_of(event: Any) -> Message | None:
    """By the provider's number; an unknown one is no reason to forget what it tells."""
    number = event.message_id or ""
    return Message.objects.filter(provider_id=number).order_by("pk").last() if number else None
