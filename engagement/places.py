"""The opening hours of every place, fetched once for a page or an action."""

from functools import cached_property
from zoneinfo import ZoneInfo

from crm.shop.location_calendar import opening_hours_of
from crm.shop.models import Location, ShopSettings
from crm.shop.opening_hours import OpeningHours


class Places:
    """Asks the book when the first clock is read, and not again."""

    def __init__(self, shop: ShopSettings) -> None:
        self.shop = shop
        self._known: dict[int, OpeningHours] = {}

    @cached_property
    def _open(self) -> dict[int, Location]:
        found = Location.objects.open_for_business().prefetch_related("windows", "closures")
        return {location.pk: location for location in found}

    @cached_property
    def _first(self) -> Location | None:
        """What came to no place waits at the first that has hours."""
        places = list(self._open.values())
        return next((place for place in places if place.windows.all()), next(iter(places), None))

    def hours_of(self, location_id: int | None) -> OpeningHours:
        """The hours of a place that is in business, else of the first."""
        location = self._open.get(location_id or 0, self._first)
        if location is None:
            return OpeningHours(ZoneInfo(self.shop.time_zone), {})
        if location.pk not in self._known:
            self._known[location.pk] = opening_hours_of(location, self.shop)
        return self._known[location.pk]
