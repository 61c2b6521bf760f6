"""What became of a mail after it left, told once, in any order."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from crm.web.insert import insert_once
from engagement.actions.suppression import suppress
from engagement.addresses import address_hash
from engagement.bounces import Verdict, verdict_of, verdict_of_soft_bounces
from engagement.models import EventKind, Message, MessageEvent

SOURCES = {"smtp": "mail server", "hand": "by hand", "bounce": "bounce mail"}


def note_event(
    kind: EventKind, *, key: str, at: datetime, message: Message | None, note: str = ""
) -> MessageEvent | None:
    """Write it down once for each key, and no more than that; None when it was known."""
    event, is_new = MessageEvent.objects.get_or_create(
        key=key[:160], defaults={"kind": kind, "at": at, "message": message, "note": note[:300]}
    )
    return event if is_new else None


def note_click(mail: int | None) -> None:
    """Somebody pressed a button on the page that a mail led to: that alone is a person's click, once a mail.

    That a link was opened is not noted at all. Whatever reads mail before people do opens links, too.
    """
    if mail:
        click = MessageEvent(key=f"click:{mail}", kind=EventKind.CLICKED, at=timezone.now(), message_id=mail)
        insert_once(click)


@transaction.atomic
def record_event(
    kind: EventKind,
    *,
    key: str,
    at: datetime,
    message: Message | None = None,
    address: str = "",
    note: str = "",
) -> MessageEvent | None:
    """Write it down once, and do what follows for the address; None when it was known.

    An event of a mail that we do not know is kept all the same.
    """
    event = note_event(kind, key=key, at=at, message=message, note=note)
    if event is None:
        return None
    address = address or (message.to_email if message else "")
    if address and (verdict := _verdict(kind, address)):
        _carry_out(verdict, address, key)
    return event


def _verdict(kind: EventKind, address: str) -> Verdict | None:
    if kind == EventKind.SOFT_BOUNCE:
        return verdict_of_soft_bounces(_soft_bounces_of(address_hash(address)))
    return verdict_of(kind)


def _soft_bounces_of(hashed: str) -> list[datetime]:
    """When each mail to this address first came back.

    One worker at a time, or three that come back at once would miss each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [hashed])
    soft = MessageEvent.objects.filter(kind=EventKind.SOFT_BOUNCE, message__to_hash=hashed)
    return list(soft.values("message").annotate(first=Min("at")).values_list("first", flat=True))


def _carry_out(verdict: Verdict, address: str, key: str) -> None:
    source = SOURCES.get(key.partition(":")[0], "mail provider")
    suppress(address, reason=verdict.reason, scope=verdict.scope, until=verdict.until, source=source, by=None)
