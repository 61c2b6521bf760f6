"""When a tablet for customers is awake: with the doors of its place, and always where no hours are known."""

from datetime import datetime, timedelta

from crm.shop.location_calendar import opening_hours_of
from crm.shop.models import Location, ShopSettings

Spans = list[tuple[datetime, datetime]]
# Without a network it goes by what it knew; the last customers may still stand in the shop.
KNOWN_DAYS, GRACE = 8, timedelta(minutes=30)


def awake_spans(location: Location | None, shop: ShopSettings | None, now: datetime) -> Spans | None:
    """The open hours from yesterday on; None when it never sleeps."""
    if location is None or shop is None or not location.windows.exists():
        return None
    hours = opening_hours_of(location, shop)
    today = now.astimezone(hours.zone).date()
    days = (today + timedelta(days=number) for number in range(-KNOWN_DAYS, KNOWN_DAYS))
    return [span for day in days for span in hours.spans_on(day)]


def is_awake(spans: Spans | None, at: datetime) -> bool:
    """Is somebody there who could answer?"""
    return spans is None or any(start <= at < end + GRACE for start, end in spans)


def in_seconds(spans: Spans | None) -> list[list[int]] | None:
    """As the script on the tablet reads it."""
    if spans is None:
        return None
    return [[int(start.timestamp()), int((end + GRACE).timestamp())] for start, end in spans]
