"""A complaint as a list shows it: with the clock that runs out next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from engagement.enquiry_clock import TimeLeft, time_left
from engagement.places import Places
from feedback.complaint_targets import CLOCK_WORDS
from feedback.models import Complaint


@dataclass(frozen=True)
class Card:
    """A complaint, what is due next and how long that is; None where no clock runs."""

    complaint: Complaint
    left: TimeLeft | None
    what: str | Promise


def cards_of(rows: Iterable[Complaint], places: Places, now: datetime) -> list[Card]:
    """The calendar of the places is asked once for all of them, and only if a clock runs."""
    return [Card(row, _left(row, places, now), CLOCK_WORDS.get(row.due_clock, "")) for row in rows]


def _left(complaint: Complaint, places: Places, now: datetime) -> TimeLeft | None:
    if complaint.due_at is None:
        return None
    return time_left(places.hours_of(complaint.location_id), complaint.due_at, now)
