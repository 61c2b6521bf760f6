"""A mail server that cannot be reached: growing pauses, no attempt burnt, told after a while."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from crm.shop.models import AuditEntry
from crm.shop.signs import shop_with_signs
from engagement.actions.mail_room import current_room
from engagement.actions.server_away import away_for_long, note_away, note_reached, server_away
from engagement.signs import stopped_or_braked
from engagement.tasks import send_bulk, send_letters
from engagement.trouble import next_away
from tests.engagement.conftest import again

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as moved:
        yield lambda minutes: moved.move_to(NOW + minutes * MINUTE)


@pytest.fixture
def gone(settings, sink):
    """Nobody listens there."""
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    return lambda: setattr(settings, "EMAIL_PORT", there)


def test_pauses_double_up_to_half_an_hour():
    away, now, pauses = None, NOW, []
    for _time in range(8):
        away = next_away(away, now)
        pauses.append((away.until - now) // MINUTE)
        now = away.until

    assert (pauses, away.since) == ([1, 2, 4, 8, 16, 30, 30, 30], NOW)


def test_within_a_pause_nobody_asks_and_nothing_counts(plan, gone, clock):
    letter, news = plan(), plan("marketing")
    send_letters()

    send_letters()
    send_bulk()

    assert (server_away().times, again(letter).attempts, again(letter).state) == (1, 0, "planned")
    assert (again(letter).not_before, again(news).problem) == (NOW + 2 * MINUTE, "")


def test_when_it_is_back_all_leaves(plan, gone, clock, sink):
    plan(), plan()
    send_letters()
    gone()
    clock(2)

    send_letters()

    assert (len(sink.mails), server_away()) == (2, None)


def test_the_owner_is_told_after_a_quarter_of_an_hour_once_and_when_it_is_well(shop):
    current_room()
    for minutes in (0, 1, 3, 7):
        note_away(NOW + minutes * MINUTE)
    assert (away_for_long(), stopped_or_braked(shop_with_signs())) == (None, None)

    for minutes in (15, 31, 61):
        note_away(NOW + minutes * MINUTE)
    assert stopped_or_braked(shop_with_signs()).away_since == away_for_long() is not None
    for _turn in range(2):
        note_reached()

    assert stopped_or_braked(shop_with_signs()) is None
    told = AuditEntry.objects.filter(verb__in=["mail_room.away", "mail_room.reached"]).order_by("pk")
    assert [entry.verb for entry in told] == ["mail_room.away", "mail_room.reached"]


def test_both_queues_at_once_are_once(shop):
    note_away(NOW), note_away(NOW + timedelta(seconds=30))

    assert server_away().times == 1


def test_staff_see_it_and_ask_again_at_once(client, olga, plan, gone, clock, sink):
    current_room()
    letter = plan()
    for minutes in (0, 2, 5, 10, 20, 40):
        clock(minutes)
        send_letters()
    gone()
    client.force_login(olga)
    page, today = client.get("/mail/pace/").text, client.get("/today/").text

    client.post("/mail/restart/")
    send_letters()

    assert "Ask again now" in page
    assert "the mail server cannot be reached" in today
    assert (again(letter).state, len(sink.mails)) == ("sent", 1)
    assert "cannot be reached" not in client.get("/today/").text
