"""One calendar for every clock. Pure: no database."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.shop.opening_hours import (
    HoursAreUnclear,
    OpeningHours,
    OtherDays,
    Window,
    format_windows,
    moment_of,
    parse_windows,
)

LONDON = ZoneInfo("Europe/London")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
MORNING, AFTERNOON = Window(time(9), time(12, 30)), Window(time(14), time(18))
WEEK = dict.fromkeys(range(5), (MORNING, AFTERNOON))


def hours(**more: object) -> OpeningHours:
    return OpeningHours(**({"zone": LONDON, "week": WEEK} | more))  # type: ignore[arg-type]


def at(text: str, zone: ZoneInfo = LONDON) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-06-01 08:59:59", False),
        ("2026-06-01 09:00", True),
        ("2026-06-01 12:30", False),
        ("2026-06-01 14:00", True),
        ("2026-06-01 18:00", False),
        ("2026-06-06 10:00", False),
    ],
)
def test_is_open_follows_the_week(moment: str, is_open: bool) -> None:
    assert hours().is_open(at(moment)) is is_open


def test_is_open_reads_any_zone() -> None:
    assert hours().is_open(datetime(2026, 6, 1, 8, 0, tzinfo=UTC))
    assert not hours().is_open(at("2026-06-01 09:00", ZoneInfo("Asia/Tokyo")))


def test_next_opening_is_now_while_open_and_the_next_window_otherwise() -> None:
    assert hours().next_opening(at("2026-06-01 10:00")) == at("2026-06-01 10:00")
    assert hours().next_opening(at("2026-06-01 13:00")) == at("2026-06-01 14:00")
    assert hours().next_opening(at("2026-06-05 18:00")) == at("2026-06-08 09:00")


@pytest.mark.parametrize(
    ("since", "minutes", "expected"),
    [
        ("2026-06-01 10:00", 60, "2026-06-01 11:00"),
        ("2026-06-01 12:00", 60, "2026-06-01 14:30"),  # over lunch
        ("2026-06-01 17:00", 90, "2026-06-02 09:30"),
        ("2026-06-01 17:00", 60, "2026-06-01 18:00"),  # closing time is still in time
        ("2026-06-05 19:00", 30, "2026-06-08 09:30"),  # over a weekend
    ],
)
def test_after_open_minutes_counts_only_while_the_door_is_open(
    since: str, minutes: int, expected: str
) -> None:
    assert hours().after_open_minutes(at(since), minutes) == at(expected)


def test_after_open_minutes_of_a_place_that_never_opens_is_none() -> None:
    assert hours(week={}).after_open_minutes(at("2026-06-01 10:00"), 1) is None


@given(
    st.datetimes(datetime(2026, 3, 20), datetime(2026, 11, 5)),
    st.integers(1, 5_000),
)
def test_after_open_minutes_is_the_way_back_of_open_minutes_between(wall: datetime, minutes: int) -> None:
    round_the_clock = Window(time(0), time(23, 59))
    calendar = hours(
        week={**WEEK, 6: (round_the_clock,)}, other_days=[OtherDays(date(2026, 4, 3), date(2026, 4, 6))]
    )
    since = wall.replace(tzinfo=LONDON, microsecond=0).astimezone(UTC)

    then = calendar.after_open_minutes(since, minutes)

    assert then is not None
    assert calendar.open_minutes_between(since, then) == minutes


def test_next_opening_of_a_place_that_never_opens_is_none() -> None:
    assert hours(week={}).next_opening(at("2026-06-01 10:00")) is None


def test_open_minutes_between_skips_lunch_and_weekends() -> None:
    assert hours().open_minutes_between(at("2026-06-05 12:00"), at("2026-06-08 09:10")) == 30 + 240 + 10
    assert hours().open_minutes_between(at("2026-06-08 09:10"), at("2026-06-05 12:00")) == 0


def test_closure_shuts_the_door_and_gives_its_reason() -> None:
    calendar = hours(other_days=[OtherDays(date(2026, 6, 1), date(2026, 6, 2), "stock-taking")])

    assert calendar.windows_on(date(2026, 6, 2)) == ()
    assert calendar.reason_on(date(2026, 6, 2)) == "stock-taking"
    assert calendar.next_opening(at("2026-06-01 10:00")) == at("2026-06-03 09:00")


def test_holiday_shuts_the_door_unless_the_shop_noted_other_hours() -> None:
    boxing_day = date(2026, 12, 26)
    special = Window(time(10), time(14))

    assert hours(holidays={boxing_day: "Boxing Day"}).windows_on(boxing_day) == ()
    opened = hours(
        holidays={boxing_day: "Boxing Day"}, other_days=[OtherDays(boxing_day, boxing_day, "", special)]
    )
    assert opened.windows_on(boxing_day) == (special,)
    assert opened.reason_on(boxing_day) == "Boxing Day"


def test_a_night_without_the_hour_opens_at_the_change_of_the_clock() -> None:
    night = hours(week={6: (Window(time(1, 30), time(3)),)})

    assert night.spans_on(SPRING) == [
        (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 3, 29, 2, tzinfo=UTC))
    ]


def test_a_window_inside_the_missing_hour_does_not_exist() -> None:
    assert hours(week={6: (Window(time(1, 10), time(1, 50)),)}).spans_on(SPRING) == []


def test_a_night_with_the_hour_twice_is_an_hour_longer() -> None:
    night = hours(week={6: (Window(time(0, 30), time(3)),)})

    (start, end) = night.spans_on(AUTUMN)[0]

    assert end - start == timedelta(hours=3, minutes=30)


def test_a_zone_that_changes_at_midnight_has_a_first_moment() -> None:
    cairo = ZoneInfo("Africa/Cairo")

    assert moment_of(date(2026, 4, 24), time(0, 30), cairo) == datetime(2026, 4, 23, 22, 0, tzinfo=UTC)


ZONES = st.sampled_from(
    ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kolkata"]
)
DAYS = st.sampled_from(
    [
        date(2026, 3, 8),
        SPRING,
        date(2026, 4, 5),
        date(2026, 4, 24),
        date(2026, 10, 4),
        AUTUMN,
        date(2026, 11, 1),
    ]
)
TIMES = st.times(min_value=time(0), max_value=time(23, 59)).map(
    lambda found: found.replace(second=0, microsecond=0)
)


@given(ZONES, DAYS, TIMES, TIMES)
def test_later_on_the_wall_is_never_earlier_in_time(zone: str, day: date, one: time, other: time) -> None:
    first, second = sorted([one, other])

    assert moment_of(day, first, ZoneInfo(zone)) <= moment_of(day, second, ZoneInfo(zone))


@given(ZONES, DAYS, TIMES, TIMES, st.integers(min_value=-1600, max_value=1600))
def test_is_open_next_opening_and_minutes_agree(
    zone: str, day: date, one: time, other: time, shift: int
) -> None:
    first, second = sorted([one, other])
    week = {number: (Window(first, second),) for number in range(7)} if first < second else {}
    calendar = OpeningHours(zone=ZoneInfo(zone), week=week)
    moment = datetime.combine(day, time(12), UTC) + timedelta(minutes=shift)

    opening = calendar.next_opening(moment)

    assert calendar.is_open(moment) is (opening == moment)
    assert calendar.open_minutes_between(moment, moment + timedelta(minutes=1)) == int(
        calendar.is_open(moment) and calendar.is_open(moment + timedelta(seconds=59))
    )
    if opening and opening > moment:
        assert calendar.is_open(opening)
        assert calendar.open_minutes_between(moment, opening) == 0


@given(ZONES, DAYS, st.integers(0, 3000), st.integers(0, 3000))
def test_minutes_add_up(zone: str, day: date, first: int, second: int) -> None:
    calendar = OpeningHours(zone=ZoneInfo(zone), week=dict.fromkeys(range(7), (MORNING, AFTERNOON)))
    start = datetime.combine(day, time(0), UTC)
    middle, end = start + timedelta(minutes=first), start + timedelta(minutes=first + second)

    whole = calendar.open_minutes_between(start, end)

    assert whole == calendar.open_minutes_between(start, middle) + calendar.open_minutes_between(middle, end)


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("", []),
        ("9-12:30, 14.00–18:00", [MORNING, AFTERNOON]),
        ("14:00-18:00; 9:00 - 12:30", [MORNING, AFTERNOON]),
        ("20-24", [Window(time(20), time(23, 59))]),
    ],
)
def test_parse_windows_reads_what_people_write(text: str, windows: list[Window]) -> None:
    assert parse_windows(text) == windows
    assert parse_windows(format_windows(windows)) == windows


@pytest.mark.parametrize("text", ["always", "9", "12-9", "9-9", "9-12, 11-14", "25-26", "9:75-10"])
def test_parse_windows_refuses_what_is_unclear(text: str) -> None:
    with pytest.raises(HoursAreUnclear):
        parse_windows(text)
