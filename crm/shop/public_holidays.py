"""The public holidays of a country and, where it has them, a region."""

from datetime import date
from functools import lru_cache
from types import ModuleType


def _calendars() -> ModuleType:
    """Loaded when they are asked for: most processes never do, and they are large."""
    import holidays

    return holidays


@lru_cache(maxsize=64)
def public_holidays(country: str, region: str, year: int) -> dict[date, str]:
    """Day → name; nothing for a country nobody wrote a calendar for."""
    for subdivision in (region, "") if region else ("",):
        try:
            return dict(_calendars().country_holidays(country, subdiv=subdivision or None, years=year))
        except NotImplementedError:
            continue
    return {}


@lru_cache(maxsize=1)
def _regions() -> dict[str, list[str]]:
    regions: dict[str, list[str]] = _calendars().list_supported_countries(include_aliases=False)
    return regions


def region_choices(country: str) -> list[str]:
    """The regions of a country that keep holidays of their own."""
    return _regions().get(country, [])
