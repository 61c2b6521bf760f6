"""Follow-ups in somebody's own calendar."""

import re
from datetime import date, time

import pytest
from django.test import Client
from icalendar import Calendar

from crm.shop.models import AuditEntry, User
from engagement.actions.calendar_feed import hash_of, make_calendar_feed
from engagement.actions.follow_up import Promise, complete_follow_up, make_follow_up
from engagement.models import CalendarFeed, FollowUp

pytestmark = pytest.mark.django_db


@pytest.fixture
def ring(anna, mira) -> FollowUp:
    promise = Promise("Ring; ask, \\ talk\nBEGIN:VEVENT", date(2026, 10, 25), mira, due_time=time(9, 30))
    return make_follow_up(anna, promise, by=mira)


@pytest.fixture
def address(mira) -> str:
    return f"/calendar/{make_calendar_feed(mira, by=mira)}.ics"


def events(client: Client, address: str) -> list:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_the_address_is_shown_once_and_kept_as_a_hash(as_staff, mira):
    page = as_staff.post("/follow-ups/calendar/make/").text
    token = re.search(r"/calendar/([\w-]{43})\.ics", page)[1]

    assert CalendarFeed.objects.get().token_hash == hash_of(token)
    assert token not in as_staff.get("/follow-ups/calendar/").text
    assert AuditEntry.objects.get(verb="calendar_feed.made").actor == "Mira"


def test_a_calendar_reads_what_is_open_and_mine(client, ring, anna, mira, otto, address):
    make_follow_up(anna, Promise("Not mine", date(2026, 10, 26), otto), by=None)
    whole_day = make_follow_up(anna, Promise("Birthday card", date(2026, 3, 29), mira), by=None)

    shown = events(client, address)

    assert [str(event["summary"]) for event in shown] == [
        "Anna Bell: Birthday card",
        "Anna Bell: Ring; ask, \\ talk\nBEGIN:VEVENT",
    ]
    assert shown[0].decoded("dtstart") == date(2026, 3, 29)
    # The clocks went back in that night: half past nine on the wall is half past nine in UTC.
    assert shown[1].decoded("dtstart").isoformat() == "2026-10-25T09:30:00+00:00"
    assert b"anna@example.org" not in client.get(address).content
    complete_follow_up(whole_day, by=mira)
    assert len(events(client, address)) == 1


def test_a_calendar_that_has_it_already_is_told_so(client, ring, address):
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    FollowUp.objects.update(reason="Write", version=2)
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_new_address_stops_the_old_one(as_staff, client, mira, address):
    newer = f"/calendar/{make_calendar_feed(mira, by=mira)}.ics"
    assert (client.get(address).status_code, client.get(newer).status_code) == (404, 200)

    for _ in range(2):
        as_staff.post("/follow-ups/calendar/revoke/")

    assert client.get(newer).status_code == 404
    assert AuditEntry.objects.filter(verb="calendar_feed.revoked").count() == 1


def test_whoever_left_has_no_calendar(client, mira, address):
    User.objects.filter(pk=mira.pk).update(is_active=False)

    assert client.get(address).status_code == 404


def test_nobody_guesses_an_address_or_changes_anything_by_it(client, address):
    assert client.get("/calendar/nonsense.ics").status_code == 404
    assert client.post(address).status_code == 405


def test_looking_makes_no_address(as_staff):
    assert as_staff.get("/follow-ups/calendar/make/").status_code == 405
    assert CalendarFeed.objects.count() == 0
