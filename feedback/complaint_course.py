"""How complaints went, one by one: what the figures count. Worked out from their logs and the calendar."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from crm.shop.opening_hours import OpeningHours
from engagement.enquiry_clock import with_hours
from engagement.places import Places
from feedback.complaint_clock import Running, clocks_of
from feedback.complaint_targets import Clock, Targets
from feedback.models import Complaint, ComplaintEvent, ComplaintState, EventKind

MOST = 500  # the newest ones; more of them say little else, and each takes a millisecond
CONTACTS = (EventKind.UPDATED, EventKind.DECIDED, EventKind.CLOSED)
AN_HOUR = 60


@dataclass(frozen=True)
class Course:
    """One complaint: which clocks were met in time, its working hours so far, how often it took a word."""

    complaint: Complaint
    in_time: Mapping[str, bool]  # clocks of which nobody can say yet are left out
    hours: float
    contacts: int


def complaints_between(since: datetime, until: datetime) -> QuerySet[Complaint]:
    """What came in that time, but for what goes on under another number."""
    came = Complaint.objects.filter(received_at__gte=since, received_at__lt=until)
    return came.exclude(state=ComplaintState.MERGED)


def courses(rows: QuerySet[Complaint], places: Places, targets: Targets, now: datetime) -> list[Course]:
    """How each of them went; two questions, however many they are."""
    newest = rows.order_by("-received_at", "-pk").prefetch_related("events")[:MOST]
    return [_course(row, with_hours(places.hours_of(row.location_id)), targets, now) for row in newest]


def _course(complaint: Complaint, hours: OpeningHours, targets: Targets, now: datetime) -> Course:
    log = sorted(complaint.events.all(), key=lambda event: event.pk)
    clocks = clocks_of(log, hours, targets)
    resolve = next((each for each in clocks if each.clock == Clock.RESOLVE), None)
    minutes = sum(_minutes(resolve, hours, now)) if resolve else 0
    return Course(complaint, dict(_in_time(clocks, now)), minutes / AN_HOUR, _contacts(log))


def _in_time(clocks: Sequence[Running], now: datetime) -> Iterator[tuple[str, bool]]:
    for each in clocks:
        if each.clock != Clock.UPDATE and (each.met_at or each.is_late(now)):
            yield each.clock, not each.is_late(now)


def _minutes(running: Running, hours: OpeningHours, now: datetime) -> Iterator[int]:
    for start, end in running.spans:
        if start < (end or now):
            yield hours.open_minutes_between(start, end or now)


def _contacts(log: Sequence[ComplaintEvent]) -> int:
    """How often we told them something of substance."""
    return sum(event.kind in CONTACTS and not event.is_by_clock for event in log)
