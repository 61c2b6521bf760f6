"""Follow-ups as a calendar file: a name and what for, and nothing else about anybody."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from crm.shop.opening_hours import moment_of
from engagement.models import FollowUp

TAKES = timedelta(minutes=30)


def calendar_of(follow_ups: Iterable[FollowUp], *, name: str, host: str, zone: ZoneInfo) -> bytes:
    """One event each; the same follow-ups give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Regulars//Follow-ups//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for follow_up in follow_ups:
        calendar.add_component(_event(follow_up, host, zone))
    ical: bytes = calendar.to_ical()
    return ical


def _event(follow_up: FollowUp, host: str, zone: ZoneInfo) -> Event:
    event = Event()
    event.add("uid", f"follow-up-{follow_up.pk}@{host}")
    event.add("sequence", follow_up.version)
    event.add("dtstamp", follow_up.created_at)
    event.add("summary", f"{follow_up.customer}: {follow_up.reason}")
    event.add("transp", "TRANSPARENT")
    begins = _begins(follow_up, zone)
    if begins is None:
        event.add("dtstart", follow_up.due_on)
        event.add("dtend", follow_up.due_on + timedelta(days=1))
    else:
        event.add("dtstart", begins)
        event.add("dtend", begins + TAKES)
    return event


def _begins(follow_up: FollowUp, zone: ZoneInfo) -> datetime | None:
    """In UTC, so that no reader has to know our zone; a time that the clocks skip is the moment they jump."""
    if follow_up.due_time is None:
        return None
    return moment_of(follow_up.due_on, follow_up.due_time, zone)
