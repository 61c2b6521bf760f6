"""The pace, the stop and the brake."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.shop.models import AuditEntry
from customers.stale import SomebodyWasFaster
from engagement.actions.mail_room import (
    brake_if_needed,
    current_room,
    edit_mail_room,
    release_brake,
    restart_mail,
    sent_lately,
    stop_mail,
)
from engagement.actions.message_event import record_event
from engagement.models import EventKind, MailRoom, Message


def verbs() -> list[str]:
    return list(AuditEntry.objects.filter(verb__startswith="mail_room.").values_list("verb", flat=True))


def bounce(count: int, kind: EventKind = EventKind.HARD_BOUNCE) -> None:
    for number in range(count):
        record_event(kind, key=f"{kind}{number}", at=timezone.now())


def test_edit_mail_room_leaves_history_and_refuses_an_old_version(olga):
    edit_mail_room({"per_minute": 10, "per_hour": 1000}, version=1, by=olga)
    edit_mail_room({"per_minute": 10}, version=2, by=olga)

    entry = AuditEntry.objects.get(verb="mail_room.edited")
    assert (entry.fields, current_room().version) == (["per_minute"], 2)
    with pytest.raises(SomebodyWasFaster):
        edit_mail_room({"per_minute": 20}, version=1, by=olga)


def test_stop_and_restart_twice_are_once(olga):
    for _ in range(2):
        stop_mail("535 no" * 100)
    for _ in range(2):
        restart_mail(by=olga)

    assert verbs() == ["mail_room.restarted", "mail_room.stopped"]
    assert (current_room().stopped_at, current_room().stopped_because) == (None, "")


@pytest.mark.parametrize(
    ("kind", "enough"), [(EventKind.HARD_BOUNCE, 5), (EventKind.COMPLAINED, 2)], ids=["bounces", "complaints"]
)
def test_too_much_that_comes_back_brakes_once(olga, kind, enough):
    current_room()
    bounce(enough - 1, kind)
    before = brake_if_needed(timezone.now())
    record_event(kind, key="one more", at=timezone.now())

    assert (before, brake_if_needed(timezone.now()), brake_if_needed(timezone.now())) == (False, True, False)
    assert (current_room().braked_because, verbs()) == (kind, ["mail_room.braked"])


def test_what_was_before_the_release_does_not_brake_again(olga):
    current_room()
    bounce(5)
    brake_if_needed(timezone.now())

    release_brake(by=olga)
    release_brake(by=olga)

    assert brake_if_needed(timezone.now()) is False
    assert verbs() == ["mail_room.brake_released", "mail_room.braked"]


def test_a_day_later_nothing_brakes(shop):
    current_room()
    bounce(5)

    assert brake_if_needed(timezone.now() + timedelta(hours=25)) is False


def test_without_a_room_nothing_brakes(shop):
    assert (brake_if_needed(timezone.now()), MailRoom.objects.count()) == (False, 0)


def test_sent_lately_counts_what_left_the_house(shop):
    now = timezone.now()
    for number, (ago, is_captured) in enumerate(
        # The last one left while the clock was an hour ahead.
        [(5, False), (30, False), (600, False), (7200, False), (5, True), (-3600, False)]
    ):
        Message.objects.create(
            dedupe_key=str(number),
            message_class="survey",
            purpose="x",
            not_before=now,
            message_id=str(number),
            state="sent",
            decided_at=now - timedelta(seconds=ago),
            is_captured=is_captured,
        )

    left = sent_lately(now)

    assert (left.ten_seconds, left.minute, left.hour, left.day) == (1, 2, 3, 4)
