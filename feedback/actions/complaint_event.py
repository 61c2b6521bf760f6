"""Writing the log of a complaint: one line here, one in the trail, and the clocks are set anew."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import ShopSettings, User
from crm.shop.opening_hours import OpeningHours
from engagement.places import Places
from feedback.complaint_clock import Running, clocks_of, first_due
from feedback.complaint_ladder import Asking, Climb, next_look, rungs
from feedback.complaint_targets import Targets
from feedback.models import Complaint, ComplaintEvent, ComplaintRules, ComplaintState, EventKind


@dataclass(frozen=True)
class Line:
    """What happened, before it is written."""

    kind: str
    text: str = ""
    channel: str = ""
    is_mailed: bool = False
    promised_at: datetime | None = None
    to: User | None = None
    at: datetime | None = None
    about: str = ""  # the kind of a remedy
    step: str = ""  # of the ladder, or a mail of theirs: each is written once


def write_event(
    complaint: Complaint, line: Line, *, by: User | None, fields: Iterable[str] = ()
) -> ComplaintEvent:
    """Write the line and save the complaint as it stands now."""
    event = ComplaintEvent.objects.create(
        complaint=complaint,
        kind=line.kind,
        at=line.at or timezone.now(),
        by=by,
        is_by_clock=by is None,
        state=complaint.state,
        severity=complaint.severity,
        text=line.text,
        channel=line.channel,
        is_mailed=line.is_mailed,
        promised_at=line.promised_at,
        to=line.to,
        about=line.about,
        step=line.step,
    )
    set_clocks(complaint)
    # A reminder by the clock makes nobody's typing out of date.
    complaint.version += 0 if line.kind == EventKind.REMINDED else 1
    complaint.save()
    audit.record(f"complaint.{line.kind}", complaint, by=by, fields=fields)
    return event


def set_clocks(complaint: Complaint) -> None:
    """What is due next, worked out from the whole log; the row itself is saved by whoever asked."""
    hours = Places(ShopSettings.objects.get()).hours_of(complaint.location_id)
    log, targets = list(complaint.events.order_by("pk")), ComplaintRules.current().clock_targets
    read_clocks(complaint, log, hours, targets)


def read_clocks(
    complaint: Complaint, log: Sequence[ComplaintEvent], hours: OpeningHours, targets: Targets
) -> None:
    """The same from a log, a calendar and times that are at hand."""
    clocks = clocks_of(log, hours, targets) if complaint.is_open else []
    next_one = first_due(clocks)
    complaint.due_at = next_one.due_at if next_one else None
    complaint.due_clock = next_one.clock if next_one else ""
    climbed = {event.step for event in log}
    complaint.look_at = next_look(rungs(climb_of(complaint, clocks, log), hours), climbed)


def climb_of(complaint: Complaint, clocks: Sequence[Running], log: Sequence[ComplaintEvent]) -> Climb:
    """What the ladder of this complaint stands on."""
    return Climb(
        clocks=clocks,
        turn=complaint.reopened_count,
        urgent_since=complaint.received_at if complaint.is_open and complaint.is_urgent else None,
        chase_on=complaint.chase_on,
        asking=_asking(log) if complaint.state == ComplaintState.WAITING_CUSTOMER else None,
    )


def _asking(log: Sequence[ComplaintEvent]) -> Asking:
    """How often they were asked since it began to wait for them."""
    since = max((event.pk for event in log if event.kind == EventKind.MOVED), default=0)
    asked = sum(event.kind == EventKind.CHASED and event.pk > since for event in log)
    return Asking(since, asked + 1)


def locked(complaint: Complaint) -> Complaint:
    """As it stands now, for whoever is about to change it."""
    rows = Complaint.objects.select_for_update(of=("self",))
    return rows.select_related("customer", "location", "owner").get(pk=complaint.pk)
