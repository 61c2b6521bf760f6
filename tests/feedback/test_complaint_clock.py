"""The clocks of a complaint: over lunch, weekends and waiting, from the log alone. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from crm.shop.opening_hours import OpeningHours, OtherDays, Window
from feedback.complaint_clock import clocks_of, counted_days, first_due, moment_of_share
from feedback.complaint_targets import Clock

LONDON = ZoneInfo("Europe/London")
MORNING, AFTERNOON = Window(time(9), time(12)), Window(time(13), time(18))
WEEK = dict.fromkeys(range(5), (MORNING, AFTERNOON))  # eight hours from Monday to Friday
NOW = datetime(2026, 6, 30, 12, tzinfo=LONDON)


@dataclass
class Line:
    """One line of a log."""

    at: datetime
    kind: str
    state: str
    severity: int = 3
    is_by_clock: bool = False
    promised_at: datetime | None = None


def hours(**more: object) -> OpeningHours:
    return OpeningHours(**({"zone": LONDON, "week": WEEK} | more))  # type: ignore[arg-type]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=LONDON)


def taken(when: str, **more) -> Line:
    return Line(at(when), "taken", "received", **more)


def clock(name: str, log: list[Line], calendar: OpeningHours | None = None):
    return next(each for each in clocks_of(log, calendar or hours()) if each.clock == name)


def test_an_empty_log_has_no_clocks():
    assert clocks_of([], hours()) == []
    assert first_due([]) is None


@pytest.mark.parametrize(
    ("severity", "due"), [(1, "06-02 11:00"), (2, "06-04 11:00"), (3, "06-08 11:00"), (4, "06-15 11:00")]
)
def test_how_bad_it_is_says_how_soon_it_is_put_right(severity, due):
    log = [taken("06-01 11:00", severity=severity)]  # a Monday

    assert clock(Clock.RESOLVE, log).due_at == at(due)
    assert clock(Clock.ACKNOWLEDGE, log).due_at == at("06-02 11:00")
    assert clock(Clock.ANSWER, log).due_at == at("06-03 11:00")


def test_friday_afternoon_runs_into_monday():
    log = [taken("06-05 16:00")]

    assert clock(Clock.ACKNOWLEDGE, log).due_at == at("06-08 16:00")


def test_the_clock_stands_still_while_it_waits():
    log = [
        taken("06-01 09:00"),
        Line(at("06-01 09:00"), "acknowledged", "acknowledged"),
        Line(at("06-02 09:00"), "moved", "waiting_supplier"),
    ]
    assert clock(Clock.RESOLVE, log).is_paused

    log.append(Line(at("06-09 09:00"), "moved", "investigating"))

    # One day of five before, four days from Tuesday the ninth on.
    assert clock(Clock.RESOLVE, log).due_at == at("06-12 18:00")


def test_how_bad_it_is_may_change_while_it_waits_and_no_time_is_lost():
    log = [
        taken("06-01 09:00"),
        Line(at("06-02 09:00"), "moved", "waiting_customer"),
        Line(at("06-03 09:00"), "edited", "waiting_customer", severity=2),
        Line(at("06-09 09:00"), "moved", "investigating", severity=2),
    ]

    assert clock(Clock.RESOLVE, log).due_at == at("06-10 18:00")


def test_whoever_answers_by_hand_stops_the_clock_of_the_answer_and_the_clock_itself_does_not():
    by_itself = Line(at("06-01 10:00"), "updated", "acknowledged", is_by_clock=True)
    by_hand = Line(at("06-04 10:00"), "updated", "acknowledged")

    assert clock(Clock.ANSWER, [taken("06-01 09:00"), by_itself]).met_at is None
    answered = clock(Clock.ANSWER, [taken("06-01 09:00"), by_itself, by_hand])
    assert (answered.met_at, answered.is_late(NOW)) == (by_hand.at, True)
    assert clock(Clock.ACKNOWLEDGE, [taken("06-01 09:00"), by_itself]).is_late(NOW) is False


def test_the_latest_promise_counts_until_the_decision_is_told():
    log = [
        taken("06-01 09:00", promised_at=at("06-03 17:00")),
        Line(at("06-02 09:00"), "updated", "acknowledged", promised_at=at("06-20 17:00")),
        Line(at("06-02 10:00"), "note", "acknowledged"),
    ]
    assert clock(Clock.UPDATE, log).due_at == at("06-20 17:00")

    log.append(Line(at("06-05 09:00"), "decided", "offered"))
    assert [each.clock for each in clocks_of(log, hours())] == ["acknowledge", "answer", "resolve"]


def test_what_is_closed_has_no_clock_and_what_is_opened_again_goes_on():
    log = [
        taken("06-01 09:00"),
        Line(at("06-02 09:00"), "closed", "closed_resolved"),
        Line(at("06-02 11:00"), "note", "closed_resolved"),
    ]
    assert clock(Clock.RESOLVE, log).met_at == at("06-02 09:00")
    assert first_due(clocks_of(log, hours())) is None

    log.append(Line(at("06-10 09:00"), "reopened", "investigating"))

    again = clock(Clock.RESOLVE, log)
    assert (again.met_at, again.due_at) == (None, at("06-15 18:00"))  # one day was gone, four are left


def test_what_runs_out_first_is_due_first():
    log = [taken("06-01 09:00", promised_at=at("06-01 10:00"))]

    assert first_due(clocks_of(log, hours())).clock == Clock.UPDATE


def test_why_this_date_counts_the_hours_and_names_the_days_that_do_not_count():
    holiday = [OtherDays(date(2026, 6, 3), date(2026, 6, 3), "stock-taking")]
    log = [
        taken("06-01 13:00", severity=2),
        Line(at("06-02 11:00"), "moved", "waiting_customer", severity=2),
        Line(at("06-04 09:00"), "moved", "investigating", severity=2),
    ]
    calendar = hours(other_days=holiday)
    running = clock(Clock.RESOLVE, log, calendar)

    days = counted_days(running, calendar, NOW)

    told = [(day.day.day, day.minutes, day.reason, day.was_waiting) for day in days]
    assert told == [
        (1, 300, "", False),
        (2, 120, "", True),
        (3, 0, "stock-taking", False),
        (4, 480, "", False),
        (5, 480, "", False),
        (6, 0, "", False),
        (7, 0, "", False),
        (8, 60, "", False),
    ]
    assert sum(day.minutes for day in days) == 3 * 8 * 60


def test_the_night_the_clocks_change_loses_no_time():
    log = [Line(datetime(2026, 3, 27, 17, tzinfo=LONDON), "taken", "received")]  # Friday before

    assert clock(Clock.ACKNOWLEDGE, log).due_at == datetime(2026, 3, 30, 17, tzinfo=LONDON)


def test_three_quarters_of_a_clock():
    log = [taken("06-01 09:00", promised_at=at("06-01 18:00"))]

    assert moment_of_share(clock(Clock.ACKNOWLEDGE, log), hours(), 0.75) == at("06-01 16:00")
    assert moment_of_share(clock(Clock.UPDATE, log), hours(), 0.5) == at("06-01 14:00")
