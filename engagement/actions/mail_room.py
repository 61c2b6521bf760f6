"""The mail room: how fast mail leaves, what stops it, and who lets it go on."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import AuditEntry, User
from crm.shop.stale import changed_fields
from customers.stale import refuse_stale
from engagement.models import EventKind, MailRoom, Message, MessageClass, MessageEvent, MessageState
from engagement.pace import BRAKE_WINDOW, Left, too_many_bounces, too_many_complaints

BRAKE_RELEASED = "mail_room.brake_released"
A_MINUTE = timedelta(minutes=1)


def current_room() -> MailRoom:
    """The one row; its salt is drawn once and never changes, or every address hash would be worthless."""
    room, _is_new = MailRoom.objects.get_or_create(pk=1, defaults={"salt": _new_salt()})
    if not room.salt:
        MailRoom.objects.filter(pk=1, salt="").update(salt=_new_salt())
        room.refresh_from_db()
    return room


@transaction.atomic
def edit_mail_room(values: Mapping[str, Any], *, version: int, by: User) -> MailRoom:
    """Change the pace. Raises SomebodyWasFaster when `version` is not the stored one."""
    current_room()
    room = MailRoom.objects.select_for_update().get(pk=1)
    refuse_stale(room, version)
    changed = changed_fields(room, dict(values))
    if changed:
        for name in changed:
            setattr(room, name, values[name])
        room.version += 1
        room.save(update_fields=[*changed, "version"])
        audit.record("mail_room.edited", room, by=by, fields=changed)
    return room


@transaction.atomic
def stop_mail(because: str) -> None:
    """The server does not want us: nothing leaves until somebody has looked. Twice is once."""
    current_room()
    free = MailRoom.objects.filter(pk=1, stopped_at=None)
    if free.update(stopped_at=timezone.now(), stopped_because=because[:200]):
        audit.record("mail_room.stopped", current_room(), by=None)


@transaction.atomic
def restart_mail(*, by: User) -> MailRoom:
    """Name and password are right again: let everything leave that waits."""
    stopped = MailRoom.objects.filter(pk=1, stopped_at__isnull=False)
    if stopped.update(stopped_at=None, stopped_because=""):
        audit.record("mail_room.restarted", current_room(), by=by)
    return current_room()


@transaction.atomic
def brake_if_needed(now: datetime) -> bool:
    """Too many bounces or complaints: what nobody asked for waits until somebody has looked."""
    room = MailRoom.objects.select_for_update().filter(pk=1, braked_at=None).first()
    because = _why_brake(now) if room else ""
    if room is None or not because:
        return False
    room.braked_at, room.braked_because = now, because
    room.save(update_fields=["braked_at", "braked_because"])
    audit.record("mail_room.braked", room, by=None)
    return True


@transaction.atomic
def release_brake(*, by: User) -> MailRoom:
    """Somebody looked; what happened until now does not brake again."""
    braked = MailRoom.objects.filter(pk=1, braked_at__isnull=False)
    if braked.update(braked_at=None, braked_because=""):
        audit.record(BRAKE_RELEASED, current_room(), by=by)
    return current_room()


def sent_lately(now: datetime) -> Left:
    """How many mails left the house in the last seconds, minute, hour and day.

    What left while the clock was wrong and stands in the future now does not count: else no mail would
    leave until then.
    """
    windows = {"ten_seconds": 10, "minute": 60, "hour": 3600, "day": 24 * 3600}
    counts = {
        name: Count("pk", filter=Q(decided_at__gt=now - timedelta(seconds=seconds)))
        for name, seconds in windows.items()
    }
    left = Message.objects.filter(state=MessageState.SENT, is_captured=False)
    lately = left.filter(decided_at__gt=now - timedelta(days=1), decided_at__lt=now + A_MINUTE)
    return Left(**lately.aggregate(**counts))


def _why_brake(now: datetime) -> str:
    """The reason in the words of the code, which the page puts in words; empty when there is none."""
    since = max(now - BRAKE_WINDOW, _released_at() or now - BRAKE_WINDOW)
    unasked = ~Q(message_class=MessageClass.TRANSACTIONAL)
    sent = Message.objects.filter(unasked, state=MessageState.SENT, decided_at__gt=since)
    events = MessageEvent.objects.filter(at__gt=since).aggregate(
        bounces=Count("pk", filter=Q(kind=EventKind.HARD_BOUNCE)),
        complaints=Count("pk", filter=Q(kind=EventKind.COMPLAINED)),
    )
    tried = sent.filter(is_captured=False).count() + events["bounces"]
    if too_many_bounces(tried, events["bounces"]):
        return EventKind.HARD_BOUNCE
    return EventKind.COMPLAINED if too_many_complaints(tried, events["complaints"]) else ""


def _released_at() -> datetime | None:
    released = AuditEntry.objects.filter(verb=BRAKE_RELEASED).order_by("-pk")
    return released.values_list("at", flat=True).first()


def _new_salt() -> str:
    return secrets.token_hex(32)
