"""The trading days of the demo: inside the doors, inside the two years, seasons in their place."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from crm.demo.days import TradingDays, mothering_sunday
from crm.shop.opening_hours import OpeningHours, Window

WEEK = {day: (Window(time(9), time(12)), Window(time(13), time(17))) for day in range(1, 6)}
HOURS = OpeningHours(ZoneInfo("Europe/London"), WEEK)
PLACES = [number / 7 for number in range(7)] + [0.999]


def days_at(moment: datetime) -> TradingDays:
    return TradingDays(HOURS, moment)


@pytest.mark.parametrize("hour", [3, 11, 12, 23])
@pytest.mark.parametrize("month", [3, 12])
def test_every_moment_is_open_and_past(hour: int, month: int) -> None:
    now = datetime(2026, month, 15, hour, tzinfo=UTC)
    days, seasons = days_at(now), ("", "christmas", "mothers", "summer")

    moments = [
        days.at(place, place, season, back) for place in PLACES for season in seasons for back in (0, 1)
    ]

    assert all(HOURS.is_open(at) and at < now for at in moments)


def test_later_stays_between_the_doors() -> None:
    now = datetime(2026, 5, 12, 10, tzinfo=UTC)
    days = days_at(now)

    for place in PLACES:
        at = days.at(place, 0.5)
        assert at <= days.later(at, 5, 0.9) < now
        assert days.later(at, -5, 0.1) <= at


def test_mothering_sunday_is_three_weeks_before_easter() -> None:
    assert [mothering_sunday(year) for year in (2025, 2026)] == [date(2025, 3, 30), date(2026, 3, 15)]
