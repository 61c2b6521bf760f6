"""When mail that nobody asked for may arrive: while one of the shop's doors is open. Pure."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm.shop.opening_hours import OpeningHours, Window

# A shop that wrote no hours down, or never opens again, writes by day.
BY_DAY = Window(time(9), time(19))


def next_open(calendars: Sequence[OpeningHours], at: datetime, *, zone: ZoneInfo) -> datetime:
    """The first moment from `at` on with an open door: `at` itself when one is open now."""
    openings = [opening for calendar in calendars if (opening := calendar.next_opening(at))]
    return min(openings) if openings else _next_day_time(at, zone)


def _next_day_time(at: datetime, zone: ZoneInfo) -> datetime:
    always = OpeningHours(zone=zone, week={day: [BY_DAY] for day in range(7)})
    return always.next_opening(at) or at + timedelta(days=1)
