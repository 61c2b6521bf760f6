"""Quiet hours, caps and who goes first."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.shop.opening_hours import OpeningHours, Window
from engagement.arbiter import BIRTHDAY, SURVEY, Candidate, winner
from engagement.caps import A_DAY, A_MONTH, TWO_WEEKS, free_again
from engagement.quiet_hours import next_open

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
MORNINGS = OpeningHours(zone=LONDON, week={day: [Window(time(9), time(12))] for day in range(5)})
EVENINGS = OpeningHours(zone=LONDON, week={day: [Window(time(15), time(18))] for day in range(5)})


def test_mail_waits_for_the_first_open_door():
    assert next_open([MORNINGS, EVENINGS], NOW, zone=LONDON) == datetime(2026, 3, 4, 15, tzinfo=UTC)


def test_mail_leaves_at_once_while_a_door_is_open():
    at = datetime(2026, 3, 4, 16, tzinfo=UTC)

    assert next_open([MORNINGS, EVENINGS], at, zone=LONDON) == at


def test_mail_waits_over_the_weekend():
    saturday = datetime(2026, 3, 7, 10, tzinfo=UTC)

    assert next_open([MORNINGS], saturday, zone=LONDON) == datetime(2026, 3, 9, 9, tzinfo=UTC)


@pytest.mark.parametrize("calendars", [[], [OpeningHours(zone=LONDON, week={})]])
def test_a_shop_without_hours_writes_by_day(calendars):
    at_night = datetime(2026, 3, 4, 23, tzinfo=UTC)

    assert next_open(calendars, at_night, zone=LONDON) == datetime(2026, 3, 5, 9, tzinfo=UTC)


# The night in spring without an hour, and the one in autumn that has one twice: an hour before the change.
NIGHTS = [
    (LONDON, datetime(2026, 3, 29, 0, tzinfo=UTC)),
    (LONDON, datetime(2026, 10, 25, 0, tzinfo=UTC)),
    (NEW_YORK, datetime(2026, 3, 8, 6, tzinfo=UTC)),
    (NEW_YORK, datetime(2026, 11, 1, 5, tzinfo=UTC)),
]
AT_NIGHT = [Window(time(0, 30), time(4))]


@pytest.mark.parametrize(("zone", "night"), NIGHTS)
def test_the_night_the_clocks_change_has_a_morning(zone, night):
    mornings = [next_open([], night + timedelta(minutes=minutes), zone=zone) for minutes in range(0, 300, 7)]

    assert {opening.astimezone(zone).time() for opening in mornings} == {time(9)}
    assert len(set(mornings)) == 1


@pytest.mark.parametrize(("zone", "night"), NIGHTS)
def test_a_door_that_is_open_at_night_stays_open_over_the_change(zone, night):
    calendar = OpeningHours(zone=zone, week=dict.fromkeys(range(7), AT_NIGHT))
    evening = datetime.combine(night.astimezone(zone).date(), time(0), zone) - timedelta(hours=2)

    opens = next_open([calendar], evening, zone=zone)
    closes = datetime.combine(opens.astimezone(zone).date(), time(4), zone).astimezone(UTC)

    assert opens.astimezone(zone).time() == time(0, 30)
    moments = [opens + timedelta(minutes=minutes) for minutes in range(0, 300, 10)]
    inside = [at for at in moments if at < closes]
    assert [next_open([calendar], at, zone=zone) for at in inside] == inside
    assert next_open([calendar], closes, zone=zone).astimezone(zone).time() == time(0, 30)


@pytest.mark.parametrize(("zone", "night"), NIGHTS)
def test_a_door_that_opens_in_the_changed_hour_opens_once(zone, night):
    hour = Window(time(1, 15), time(2, 45))
    calendar = OpeningHours(zone=zone, week={day: [hour] for day in range(7)})

    openings = {
        next_open([calendar], night - timedelta(hours=1) + timedelta(minutes=minutes), zone=zone)
        for minutes in range(0, 300, 5)
    }

    waiting = [at for at in openings if not calendar.is_open(at - timedelta(seconds=1))]
    assert all(calendar.is_open(at) for at in openings)
    assert len(waiting) == 2  # that night, and the next


def test_one_a_day():
    assert free_again([NOW - timedelta(hours=5)], NOW) == NOW + timedelta(hours=19)


def test_three_in_two_weeks():
    sent = [NOW - timedelta(days=days) for days in (2, 5, 9)]

    assert free_again(sent, NOW) == NOW - timedelta(days=9) + TWO_WEEKS


def test_two_in_two_weeks_leave_room_for_one():
    assert free_again([NOW - timedelta(days=2), NOW - timedelta(days=5)], NOW) == NOW


def test_once_a_month_for_whoever_asked_for_it():
    assert free_again([NOW - timedelta(days=2)], NOW, at_most_monthly=True) == NOW + A_MONTH - timedelta(
        days=2
    )


@given(st.lists(st.integers(min_value=0, max_value=60 * 24 * 40), max_size=12))
def test_whoever_waits_as_told_never_gets_more_than_is_enough(minutes):
    sent: list[datetime] = []
    for wanted in sorted(NOW + timedelta(minutes=each) for each in minutes):
        sent.append(free_again(sent, max([wanted, *sent])))

    for at in sent:
        assert sum(at - A_DAY < other <= at for other in sent) == 1
        assert sum(at - TWO_WEEKS < other <= at for other in sent) <= 3


def test_the_more_important_mail_goes_first():
    late, early = Candidate(SURVEY, NOW, 2), Candidate(BIRTHDAY, NOW - timedelta(hours=3), 1)

    assert winner([early, late]) == late


def test_of_equals_the_older_goes_first():
    first, second = Candidate(SURVEY, NOW, 1), Candidate(SURVEY, NOW, 2)

    assert winner([second, first]) == first
    assert winner([]) is None
