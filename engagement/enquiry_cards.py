"""A question as a list shows it: with the time that is left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from engagement.enquiry_clock import TimeLeft, time_left
from engagement.models import Enquiry
from engagement.places import Places


@dataclass(frozen=True)
class Card:
    """A question, and how long it may still wait; None where it waits no more."""

    enquiry: Enquiry
    left: TimeLeft | None


def cards_of(rows: Iterable[Enquiry], places: Places, now: datetime) -> list[Card]:
    """The calendar of the places is asked once for all of them, and only if one waits."""
    return [Card(row, _left(row, places, now)) for row in rows]


def _left(enquiry: Enquiry, places: Places, now: datetime) -> TimeLeft | None:
    if not enquiry.is_open:
        return None
    return time_left(places.hours_of(enquiry.location_id), enquiry.answer_by, now)
