"""The demo shop itself: its card, its door, its calendar, its people."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from crm.demo.days import TradingDays
from crm.demo.people import PASSWORD, STAFF
from crm.shop.location_calendar import opening_hours_of
from crm.shop.models import Absence, Closure, Location, OpeningWindow, ShopSettings, User
from crm.shop.opening_hours import parse_windows

SHOP_NAME = "Quill & Thimble"
ADDRESS = "14 Market Place\nHallowford\nHW4 2QT"
FOOTER = "Quill & Thimble Ltd, 14 Market Place, Hallowford HW4 2QT. A demo: nobody here is real."

# Monday stays shut; on Thursdays the reading circle comes after closing.
WEEK = (
    "",
    "9:30-13:00, 14:00-17:30",
    "9:30-13:00, 14:00-17:30",
    "9:30-13:00, 14:00-18:30",
    "9:30-17:30",
    "9:00-17:30",
    "10:30-16:00",
)


@dataclass(frozen=True)
class Frame:
    """What every floor of the demo stands on."""

    shop: ShopSettings
    location: Location
    staff: dict[str, User]
    days: TradingDays
    mail_numbers: set[int] = field(default_factory=set)  # those of letters that are written already


def build_shop() -> Frame | None:
    """The shop, or None when there is one already."""
    shop, is_new = ShopSettings.objects.get_or_create(
        pk=1,
        defaults={
            "name": SHOP_NAME,
            "legal_name": f"{SHOP_NAME} Ltd",
            "legal_footer": FOOTER,
            "country": "GB",
            "phone_country": "GB",
            "time_zone": "Europe/London",
            "currency": "GBP",
            "language": "en-gb",
            "is_demo": True,
        },
    )
    if not is_new:
        return None
    location = _open_the_door(timezone.localdate())
    days = TradingDays(opening_hours_of(location, shop), timezone.now())
    staff = _hire_staff()
    _plan_holidays(staff, days.today)
    return Frame(shop, location, staff, days)


def _hire_staff() -> dict[str, User]:
    password = make_password(PASSWORD)  # one hash: the password is public anyway
    people = [
        User(email=f"{name.lower()}@demo.example", name=name, role=role, password=password, is_demo=True)
        for name, role in STAFF
    ]
    return {user.name: user for user in User.objects.bulk_create(people)}


def _plan_holidays(staff: dict[str, User], today: date) -> None:
    """Otto is away next week."""
    begins = today + timedelta(days=7 - today.weekday())
    Absence.objects.create(
        person=staff["Otto"],
        begins_on=begins,
        ends_on=begins + timedelta(days=6),
        stand_in=staff["Mira"],
    )


def _open_the_door(today: date) -> Location:
    location = Location.objects.create(name="Market Place", address=ADDRESS, holiday_region="ENG")
    OpeningWindow.objects.bulk_create(
        OpeningWindow(location=location, weekday=weekday, opens=window.opens, closes=window.closes)
        for weekday, text in enumerate(WEEK)
        for window in parse_windows(text)
    )
    Closure.objects.bulk_create(_closures(location, today))
    return location


def _closures(location: Location, today: date) -> list[Closure]:
    """Christmas of every year around, and one short day to come."""
    closures = []
    for year in range(today.year - 3, today.year + 2):
        closures += [
            Closure(
                location=location,
                first_day=date(year, 12, 24),
                last_day=date(year, 12, 24),
                reason="Christmas Eve",
                opens=time(9),
                closes=time(15),
            ),
            Closure(
                location=location,
                first_day=date(year, 12, 25),
                last_day=date(year + 1, 1, 1),
                reason="Christmas, and counting the stock",
            ),
        ]
    return [*closures, _short_day(location, today)]


def _short_day(location: Location, today: date) -> Closure:
    """The first Tuesday that is at least eight days away, when it is not already a closed one."""
    day = today + timedelta(days=8 + (1 - (today + timedelta(days=8)).weekday()) % 7)
    if (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1):
        day = date(day.year + (day.month == 12), 2, 3)
    return Closure(
        location=location,
        first_day=day,
        last_day=day,
        reason="The boiler man comes at two",
        opens=time(9, 30),
        closes=time(13),
    )


def opened_at(days: TradingDays) -> datetime:
    """When the shop began to keep this book: the first trading day of the demo."""
    return days.at(0, 0)
