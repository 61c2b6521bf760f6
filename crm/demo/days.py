"""The trading days of the last two years, and where in them something happens.

A position between 0 and 1 runs from two years ago to now; seasons keep their place in the year.
"""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

from crm.shop.opening_hours import OpeningHours
from crm.shop.public_holidays import public_holidays

A_DAY = timedelta(days=1)
TWO_YEARS = 730
A_MINUTE = timedelta(minutes=1)
SATURDAY = 5
BUSY = {4: 2, SATURDAY: 3, 6: 2}  # a Saturday counts for three Wednesdays

Spans = list[tuple[datetime, datetime]]


class TradingDays:
    """Open doors between two years ago and this moment."""

    def __init__(self, hours: OpeningHours, now: datetime) -> None:
        self._hours = hours
        self.now = now.replace(second=0, microsecond=0)
        self.today = now.astimezone(hours.zone).date()
        self._spans = {day: spans for day in self._days() if (spans := self._until_now(day))}
        self._open = list(self._spans)
        self._weighted = [day for day in self._open for _time in range(BUSY.get(day.weekday(), 1))]
        self._in_season = lru_cache(maxsize=None)(self._season_days)

    def at(self, position: float, within: float, season: str = "", years_back: int = 0) -> datetime:
        """A moment at this position, or at this position of a season; `within` runs through the day."""
        if season:
            return self._on(self._season_day(season, position, years_back), within)
        place = min(int(max(position, 0.0) * len(self._weighted)), len(self._weighted) - 1)
        return self._on(self._weighted[place], within)

    def later(self, at: datetime, open_days: int, within: float) -> datetime:
        """So many open days after (or, below zero, before) a moment; never after now."""
        day = at.astimezone(self._hours.zone).date()
        place = bisect_left(self._open, day) + open_days
        if place >= len(self._open):
            return max(at, self._on(self._open[-1], 0.99))
        return self._on(self._open[max(place, 0)], within)

    def _days(self) -> Iterator[date]:
        return (self.today - number * A_DAY for number in range(TWO_YEARS, -1, -1))

    def _until_now(self, day: date) -> Spans:
        """The spans of this day as far as they have passed."""
        passed = [(start, min(end, self.now)) for start, end in self._hours.spans_on(day)]
        return [(start, end) for start, end in passed if start < end]

    def _on(self, day: date, within: float) -> datetime:
        """A whole minute of an open door on this day."""
        minutes = [int((end - start) / A_MINUTE) for start, end in self._spans[day]]
        left = int(within * sum(minutes))
        for (start, _end), length in zip(self._spans[day], minutes, strict=True):
            if left < length:
                return start + left * A_MINUTE
            left -= length
        return self._spans[day][0][0]

    def _season_day(self, season: str, position: float, years_back: int) -> date:
        """The last time this day of the season was, or as many years before."""
        this_year = self._day_of(season, position, self.today.year)
        year = self.today.year - years_back - (this_year >= self.today)
        day = self._day_of(season, position, year)
        return self._open[min(bisect_left(self._open, day), len(self._open) - 1)]

    def _day_of(self, season: str, position: float, year: int) -> date:
        days = self._in_season(season, year)
        return days[int(position * len(days))]

    def _season_days(self, season: str, year: int) -> list[date]:
        first, last = season_of(season, year)
        days = (first + number * A_DAY for number in range((last - first).days + 1))
        return [
            day for day in days if self._hours.windows_on(day) for _t in range(BUSY.get(day.weekday(), 1))
        ]


def season_of(season: str, year: int) -> tuple[date, date]:
    """First and last day of a season in a year."""
    if season == "christmas":
        return date(year, 11, 14), date(year, 12, 24)
    if season == "mothers":
        sunday = mothering_sunday(year)
        return sunday - 17 * A_DAY, sunday
    return date(year, 6, 12), date(year, 8, 4)


def mothering_sunday(year: int) -> date:
    """Three weeks before Easter Day, so nineteen days before Good Friday."""
    fridays = [day for day, name in public_holidays("GB", "ENG", year).items() if "Good Friday" in name]
    return fridays[0] - 19 * A_DAY
