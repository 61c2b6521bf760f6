"""When the doors are open. Pure: every clock and quiet hour asks here.

Hours are wall-clock times in the shop's zone. In the night the clocks change, a time that does not exist
means the moment of the change, and a time that exists twice means the first of the two.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)
# Whoever is shut for longer than this has no next opening.
LOOK_AHEAD_DAYS = 400
WINDOW = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|\u2013|\u2014)\s*(\d{1,2})(?:[:.](\d{2}))?$")


class HoursAreUnclear(ValueError):
    """Nobody could say from this text when the door is open."""


class HoursOverlap(HoursAreUnclear):
    """Two windows of one day cover the same minutes."""

    def __init__(self, earlier: "Window", later: "Window") -> None:
        super().__init__(f"{earlier}, {later}")
        self.earlier, self.later = earlier, later


@dataclass(frozen=True, order=True)
class Window:
    """From when to when the door is open."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


@dataclass(frozen=True)
class OtherDays:
    """Days that differ from the week: shut, or open at other hours."""

    first_day: date
    last_day: date
    reason: str = ""
    window: Window | None = None

    def covers(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class OpeningHours:
    """One place's calendar: its week, its own exceptions, the public holidays it keeps."""

    zone: ZoneInfo
    week: Mapping[int, Sequence[Window]]
    other_days: Sequence[OtherDays] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)

    def windows_on(self, day: date) -> tuple[Window, ...]:
        """The hours of this day, in order; none when the door stays shut."""
        exceptions = [other for other in self.other_days if other.covers(day)]
        if any(other.window is None for other in exceptions):
            return ()
        if exceptions:
            return tuple(sorted({other.window for other in exceptions if other.window}))
        if day in self.holidays:
            return ()
        return tuple(sorted(self.week.get(day.weekday(), ())))

    def reason_on(self, day: date) -> str:
        """Why this day differs from the week: the closure's reason or the holiday's name."""
        own = next((other.reason for other in self.other_days if other.covers(day)), "")
        return own or self.holidays.get(day, "")

    def spans_on(self, day: date) -> list[tuple[datetime, datetime]]:
        """The same as moments in UTC."""
        spans = [
            (moment_of(day, window.opens, self.zone), moment_of(day, window.closes, self.zone))
            for window in self.windows_on(day)
        ]
        return [(start, end) for start, end in spans if start < end]

    def is_open(self, at: datetime) -> bool:
        return any(start <= at < end for start, end in self.spans_on(at.astimezone(self.zone).date()))

    def next_opening(self, at: datetime) -> datetime | None:
        """The first moment from `at` on with an open door: `at` itself when it is open now."""
        first = at.astimezone(self.zone).date()
        for start, end in self._spans(first, first + LOOK_AHEAD_DAYS * A_DAY):
            if at < end:
                return max(at, start)
        return None

    def open_minutes_between(self, start: datetime, end: datetime) -> int:
        """How many whole minutes of open door lie between two moments."""
        days = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        open_time = sum(
            (
                max(timedelta(0), min(end, closes) - max(start, opens))
                for opens, closes in _merged(self._spans(*days))
            ),
            timedelta(0),
        )
        return open_time // timedelta(minutes=1)

    def after_open_minutes(self, start: datetime, minutes: int) -> datetime | None:
        """When the door will have been open for so many minutes since; None where it opens too seldom."""
        left = timedelta(minutes=minutes)
        first = start.astimezone(self.zone).date()
        for opens, closes in _merged(self._spans(first, first + LOOK_AHEAD_DAYS * A_DAY)):
            begins = max(start, opens)
            if begins + left <= closes:
                return begins + left
            left -= max(timedelta(0), closes - begins)
        return None

    def _spans(self, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
        for number in range((last - first).days + 1):
            yield from self.spans_on(first + number * A_DAY)


def _merged(spans: Iterator[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """Overlapping hours count once."""
    until = datetime.min.replace(tzinfo=UTC)
    for start, end in spans:
        if end > until:
            yield max(start, until), end
            until = end


def moment_of(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The moment at which a clock on the wall shows this time."""
    local = datetime.combine(day, wall, zone)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    return _clock_change(local)


def _clock_change(missing: datetime) -> datetime:
    """The moment the clocks jumped over this wall time."""
    before = missing.replace(fold=1).astimezone(UTC)
    after = missing.replace(fold=0).astimezone(UTC)
    old_offset = before.astimezone(missing.tzinfo).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(missing.tzinfo).utcoffset() == old_offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def parse_windows(text: str) -> list[Window]:
    """Read "9-12:30, 14:00-18:00"; nothing typed means shut.

    Raises HoursAreUnclear, and of its kinds HoursOverlap.
    """
    windows = sorted(_parse_window(part.strip()) for part in re.split(r"[,;\n]", text) if part.strip())
    for earlier, later in pairwise(windows):
        if later.opens < earlier.closes:
            raise HoursOverlap(earlier, later)
    return windows


def _parse_window(text: str) -> Window:
    match = WINDOW.match(text)
    if match is None:
        raise HoursAreUnclear(text)
    from_hour, from_minute, to_hour, to_minute = (int(number or 0) for number in match.groups())
    try:
        window = Window(time(from_hour, from_minute), _closing(to_hour, to_minute))
    except ValueError as problem:
        raise HoursAreUnclear(text) from problem
    if window.closes <= window.opens:
        raise HoursAreUnclear(text)
    return window


def _closing(hour: int, minute: int) -> time:
    # A day in the database ends at 23:59.
    return time(23, 59) if (hour, minute) == (24, 0) else time(hour, minute)


def format_windows(windows: Sequence[Window]) -> str:
    """The text that `parse_windows` reads."""
    return ", ".join(str(window) for window in windows)
