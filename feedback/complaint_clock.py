"""The clocks of a complaint, worked out from its log: they run while the door is open. Pure.

Nothing is counted up and kept: whatever changes (a holiday, how bad it is), the next look sees it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from crm.shop.opening_hours import OpeningHours
from engagement.enquiry_clock import with_hours, working_day
from feedback.complaint_targets import TARGETS, Clock, Targets
from feedback.models.complaint import CLOSED, WAITING, ComplaintState
from feedback.models.complaint_event import EventKind

Span = tuple[datetime, datetime | None]
PROMISES = (EventKind.TAKEN, EventKind.ACKNOWLEDGED, EventKind.UPDATED, EventKind.DECIDED, EventKind.REOPENED)
ANSWERS = (EventKind.UPDATED, EventKind.DECIDED, EventKind.CLOSED)
STILL = frozenset({*WAITING, *CLOSED})
A_DAY = timedelta(days=1)
MOST_DAYS = 120  # nobody reads through more of them


class Event(Protocol):
    """What a clock wants to know of a line of the log."""

    kind: str
    at: datetime
    state: str
    severity: int
    is_by_clock: bool
    promised_at: datetime | None


@dataclass(frozen=True)
class Running:
    """One clock: when it is due (None while it waits), when it was met, and over which spans it ran."""

    clock: Clock
    due_at: datetime | None
    met_at: datetime | None
    spans: tuple[Span, ...]
    days: int  # of work; 0 where the moment itself was promised

    @property
    def is_paused(self) -> bool:
        return self.due_at is None and self.met_at is None

    def is_late(self, now: datetime) -> bool:
        return self.due_at is not None and self.due_at < (self.met_at or now)


@dataclass(frozen=True)
class CountedDay:
    """What one day of the calendar gave to a clock, and why it gave no more."""

    day: date
    minutes: int
    reason: str
    was_waiting: bool


def clocks_of(events: Sequence[Event], hours: OpeningHours, targets: Targets = TARGETS) -> list[Running]:
    """All four, from the log in the order of time; none for an empty log."""
    if not events:
        return []
    hours, severity = with_hours(hours), events[-1].severity
    met = {clock: _met_at(clock, events) for clock in (Clock.ACKNOWLEDGE, Clock.ANSWER, Clock.RESOLVE)}
    acknowledged, answered, resolved = (
        _counted(clock, targets[clock][severity], met_at, events, hours) for clock, met_at in met.items()
    )
    return [acknowledged, answered, *_promised(events), resolved]


def first_due(clocks: Sequence[Running]) -> Running | None:
    """The clock that runs out next."""
    waiting = [(each.due_at, each) for each in clocks if each.met_at is None and each.due_at]
    return min(waiting, key=lambda pair: pair[0])[1] if waiting else None


def after_working_days(hours: OpeningHours, since: datetime, days: int) -> datetime:
    """So many working days from a moment on, in minutes of open door."""
    hours = with_hours(hours)
    minutes = days * working_day(hours)
    return hours.after_open_minutes(since, minutes) or since + timedelta(days=days)


def counted_days(running: Running, hours: OpeningHours, now: datetime) -> list[CountedDay]:
    """Why this date: each day from the beginning to the end, with the minutes that counted."""
    if not running.spans:
        return []
    hours, ends = with_hours(hours), running.met_at or running.due_at or now
    first = running.spans[0][0].astimezone(hours.zone).date()
    last = ends.astimezone(hours.zone).date()
    first = max(first, last - MOST_DAYS * A_DAY)
    return [
        _counted_day(first + n * A_DAY, running.spans, hours, ends) for n in range((last - first).days + 1)
    ]


def moment_of_share(running: Running, hours: OpeningHours, share: float) -> datetime | None:
    """When so much of a clock's time has gone by; None while it waits."""
    if running.due_at is None or not running.spans:
        return None
    hours = with_hours(hours)
    since = running.spans[0][0]
    minutes = running.days * working_day(hours) or hours.open_minutes_between(since, running.due_at)
    return _walk(running.spans, int(minutes * share), hours)


def _counted(
    clock: Clock, days: int, met_at: datetime | None, events: Sequence[Event], hours: OpeningHours
) -> Running:
    due = _walk(_spans(events, None), days * working_day(hours), hours)
    return Running(clock, due, met_at, tuple(_spans(events, met_at)), days)


def _promised(events: Sequence[Event]) -> Iterator[Running]:
    """The latest promise, made by the latest word to the customer; it is never counted in hours."""
    said = next((event for event in reversed(events) if event.kind in PROMISES), None)
    if said and said.promised_at and events[-1].state not in STILL:
        yield Running(Clock.UPDATE, said.promised_at, None, ((said.at, None),), 0)


def _met_at(clock: Clock, events: Sequence[Event]) -> datetime | None:
    if clock == Clock.RESOLVE:
        return _ended_at(events)
    if clock == Clock.ACKNOWLEDGE:
        return next((event.at for event in events if event.state != ComplaintState.RECEIVED), None)
    return next((event.at for event in events if event.kind in ANSWERS and not event.is_by_clock), None)


def _ended_at(events: Sequence[Event]) -> datetime | None:
    """When it was closed the last time; None where it is open."""
    ended = None
    for event in reversed(events):
        if event.state not in CLOSED:
            break
        ended = event.at
    return ended


def _spans(events: Sequence[Event], until: datetime | None) -> Iterator[Span]:
    begins: datetime | None = None
    for event in events:
        if until is not None and event.at >= until:
            break
        is_still = event.state in STILL
        if begins is None and not is_still:
            begins = event.at
        elif begins is not None and is_still:
            yield begins, event.at
            begins = None
    if begins is not None:
        yield begins, until


def _walk(spans: Iterable[Span], minutes: int, hours: OpeningHours) -> datetime | None:
    """The moment at which so many minutes of open door have passed within the spans."""
    for start, end in spans:
        reached = hours.after_open_minutes(start, minutes)
        if reached is not None and (end is None or reached <= end):
            return reached
        if end is None:
            return start + timedelta(minutes=minutes)
        minutes -= hours.open_minutes_between(start, end)
    return None


def _counted_day(day: date, spans: Sequence[Span], hours: OpeningHours, ends: datetime) -> CountedDay:
    open_spans = hours.spans_on(day)
    began = spans[0][0]
    whole = sum(
        hours.open_minutes_between(max(start, began), min(end, ends))
        for start, end in open_spans
        if max(start, began) < min(end, ends)
    )
    counted = sum(
        hours.open_minutes_between(max(start, since), min(end, until or ends, ends))
        for start, end in open_spans
        for since, until in spans
        if max(start, since) < min(end, until or ends, ends)
    )
    return CountedDay(day, counted, hours.reason_on(day), counted < whole)
