"""The clock of a question: over lunch, over holidays, in the nights the clocks change. Pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from crm.shop.opening_hours import OpeningHours, OtherDays, Window
from engagement.enquiry_clock import TimeLeft, answer_due, in_words, time_left, working_day

LONDON = ZoneInfo("Europe/London")
MORNING, AFTERNOON, SHORT = (
    Window(time(9), time(12, 30)),
    Window(time(14), time(18)),
    Window(time(9), time(13)),
)
WEEK = {**dict.fromkeys(range(5), (MORNING, AFTERNOON)), 5: (SHORT,)}
NIGHT = Window(time(0), time(6))


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def hours(**more: object) -> OpeningHours:
    return OpeningHours(**({"zone": LONDON, "week": WEEK} | more))  # type: ignore[arg-type]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def test_a_working_day_is_as_long_as_the_door_is_open_on_a_usual_day():
    assert working_day(hours()) == 7 * 60 + 30
    assert working_day(hours(week={5: (SHORT,)})) == 4 * 60
    assert working_day(hours(week={})) == 8 * 60


@pytest.mark.parametrize(
    ("since", "within", "due"),
    [
        ("2026-06-01 09:00", None, "2026-06-01 18:00"),  # Monday morning: until closing time
        ("2026-06-01 11:00", None, "2026-06-02 11:00"),
        ("2026-06-01 12:00", 1, "2026-06-01 14:30"),  # over lunch
        ("2026-06-01 20:15", 1, "2026-06-02 10:00"),  # by night
        ("2026-06-06 12:30", 1, "2026-06-08 09:30"),  # over Sunday
    ],
)
def test_an_answer_is_due_after_opening_hours(since, within, due):
    assert answer_due(hours(), at(since), within) == at(due)


def test_holidays_and_closures_stop_the_clock():
    easter = {date(2026, 4, 3): "Good Friday", date(2026, 4, 6): "Easter Monday"}
    closed = [OtherDays(date(2026, 4, 7), date(2026, 4, 7), "stock-taking")]

    due = answer_due(
        hours(holidays=easter, other_days=closed, week=WEEK | {5: ()}), at("2026-04-02 17:00"), 2
    )

    assert due == at("2026-04-08 10:00")


@pytest.mark.parametrize(
    ("evening", "due"),
    [
        ("2026-03-28 22:00", "2026-03-29 05:00"),  # an hour of that night does not exist
        ("2026-10-24 22:00", "2026-10-25 03:00"),  # an hour of that night comes twice
    ],
)
def test_in_the_nights_the_clocks_change_hours_are_hours(evening, due):
    night_shop = hours(week=dict.fromkeys(range(7), (NIGHT,)))

    due_at = answer_due(night_shop, at(evening), 4)

    assert due_at == at(due)
    assert str(time_left(night_shop, due_at, at(evening))) == "due in 4 h"


def test_a_place_without_hours_answers_like_most_shops():
    assert answer_due(hours(week={}), at("2026-06-05 16:00"), 2) == at("2026-06-06 10:00")


def test_a_place_that_opens_too_seldom_has_a_clock_all_the_same():
    closed = hours(other_days=[OtherDays(date(2026, 1, 1), date(2030, 1, 1))])

    assert answer_due(closed, at("2026-06-01 10:00"), 2) == at("2026-06-01 12:00")


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-06-01 09:00", "due in 1 working day"),
        ("2026-06-01 11:00", "due in 5 h 30 min"),
        ("2026-06-01 13:00", "due in 4 h"),  # lunch does not count
        ("2026-06-01 17:15", "due in 45 min"),
        ("2026-06-01 18:00", "due now"),
        ("2026-06-01 23:00", "due now"),  # nobody could have answered since
        ("2026-06-02 10:00", "late by 1 h"),
        ("2026-06-04 12:00", "late by 2 working days"),
        ("2026-09-01 12:00", "late by 3 months"),
    ],
)
def test_time_left_counts_opening_hours(now, words):
    assert str(time_left(hours(), at("2026-06-01 18:00"), at(now))) == words


def test_in_words():
    assert [in_words(minutes, 480) for minutes in (1, 60, 61, 480, 1000)] == [
        "1 min",
        "1 h",
        "1 h 1 min",
        "1 working day",
        "2 working days",
    ]
    assert str(TimeLeft(0, is_late=True, working_day=1, days=1)) == "late by 1 day"


def test_a_very_old_one_costs_nothing():
    assert (
        time_left(hours(), at("2016-06-01 18:00"), at("2026-06-01 18:00")).days == timedelta(days=3652).days
    )
