"""The opening calendar of a location, read from the book."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from crm.shop.models import Closure, Location, ShopSettings
from crm.shop.opening_hours import OpeningHours, OtherDays, Window
from crm.shop.public_holidays import public_holidays


def opening_hours_of(location: Location, shop: ShopSettings) -> OpeningHours:
    """The week, the exceptions and the holidays of one place, in two queries."""
    week: dict[int, list[Window]] = defaultdict(list)
    for window in location.windows.all():
        week[window.weekday].append(Window(window.opens, window.closes))
    return OpeningHours(
        zone=ZoneInfo(shop.time_zone),
        week=dict(week),
        other_days=[_other_days(closure) for closure in location.closures.all()],
        holidays=HolidaysOf(shop.country, location.holiday_region) if location.keeps_public_holidays else {},
    )


class HolidaysOf(Mapping[date, str]):
    """Every public holiday there is, worked out year by year when somebody asks."""

    def __init__(self, country: str, region: str) -> None:
        self._country = country
        self._region = region

    def __getitem__(self, day: date) -> str:
        return public_holidays(self._country, self._region, day.year)[day]

    def __iter__(self) -> Iterator[date]:
        raise TypeError("Holidays go on for ever.")

    def __len__(self) -> int:
        raise TypeError("Holidays go on for ever.")


def _other_days(closure: Closure) -> OtherDays:
    window = Window(closure.opens, closure.closes) if closure.opens and closure.closes else None
    return OtherDays(closure.first_day, closure.last_day, closure.reason, window)
