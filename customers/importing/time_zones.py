"""The time zones that columns name: as the world writes them, or as American tills do."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from customers.cleaning import NotUnderstood, fold

# What Square calls its zones; the others there are cities, which are found by their own names.
CALLED = {
    "eastern time (us & canada)": "America/New_York",
    "central time (us & canada)": "America/Chicago",
    "mountain time (us & canada)": "America/Denver",
    "pacific time (us & canada)": "America/Los_Angeles",
    "atlantic time (canada)": "America/Halifax",
    "indiana (east)": "America/Indiana/Indianapolis",
    "newfoundland": "America/St_Johns",
    "saskatchewan": "America/Regina",
    "arizona": "America/Phoenix",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "edinburgh": "Europe/London",
    "canberra": "Australia/Sydney",
    "osaka": "Asia/Tokyo",
    "sapporo": "Asia/Tokyo",
}


def clean_time_zone(text: str) -> ZoneInfo:
    """The zone of this name. Raises NotUnderstood."""
    if name := _names().get(fold(text)):
        return ZoneInfo(name)
    raise NotUnderstood(
        _("“%s” is no time zone that we know. Leave this column out, and the zone you choose counts.")
        % text[:40]
    )


@cache
def _names() -> dict[str, str]:
    """{folded: the name of the zone}; a city that two zones are called by names none."""
    zones = sorted(available_timezones())
    cities: dict[str, set[str]] = {}
    for zone in zones:
        if "/" in zone:
            cities.setdefault(fold(zone.rpartition("/")[2].replace("_", " ")), set()).add(zone)
    single = {city: next(iter(found)) for city, found in cities.items() if len(found) == 1}
    called = {fold(words): zone for words, zone in CALLED.items()}
    return single | {fold(zone): zone for zone in zones} | called
