"""Of which days, which place and which way somebody asks."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from crm.shop.models import Location, ShopSettings
from metrics.models import BuyingDay
from metrics.period import Period

A_DAY = timedelta(days=1)


def midnight(day: date) -> datetime:
    """When a day begins in the shop."""
    return datetime.combine(day, time(), _zone())


def _zone() -> tzinfo:
    """Every page puts the shop's zone in force; the clock and commands ask for it."""
    in_force = timezone.get_current_timezone()
    if in_force is not timezone.get_default_timezone():
        return in_force
    shop = ShopSettings.current()
    return ZoneInfo(shop.time_zone) if shop else in_force


@dataclass(frozen=True)
class Asked:
    """Everything a figure and its list of people are narrowed by."""

    period: Period
    location: Location | None = None
    channel: str = ""

    def bought(self, period: Period | None = None) -> QuerySet[BuyingDay]:
        """Buying days of customers in the period, at this place and by this way."""
        days = self.here(BuyingDay.objects.bought().known().filter(self.on("on", period)))
        return days.filter(channel=self.channel) if self.channel else days

    def here(self, rows: QuerySet[Any], place: str = "location") -> QuerySet[Any]:
        """Those of the place, where one was asked for."""
        return rows.filter(**{place: self.location}) if self.location else rows

    def on(self, field: str, period: Period | None = None) -> Q:
        """Days within the period."""
        asked = period or self.period
        until = Q(**{f"{field}__lte": asked.last})
        return until & Q(**{f"{field}__gte": asked.first}) if asked.first else until

    def at(self, field: str, period: Period | None = None) -> Q:
        """Moments within the period, by the shop's calendar."""
        asked = period or self.period
        until = Q(**{f"{field}__lt": midnight(asked.last + A_DAY)})
        return until & Q(**{f"{field}__gte": midnight(asked.first)}) if asked.first else until

    @property
    def lately(self) -> Period:
        """The 90 days that end with the period."""
        return Period.rolling(90, self.period.last)
