"""How the cells of a sales file are read: one cleaner for each field, after what was asked in the mapping."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from customers.cleaning import (
    NotUnderstood,
    clean_code,
    clean_email,
    clean_moment,
    clean_money,
    clean_quantity,
    clean_text,
)
from customers.importing.cells import Remembered
from customers.importing.order_extras import Sums
from customers.importing.order_habits import OrderHabits
from customers.importing.order_head import Head
from customers.importing.phone_at_home import lenient_country, phone_at_home
from customers.importing.time_zones import clean_time_zone

FIRST_YEAR = 1900  # nobody's till is older; a mistyped year is
# A shop at the other end of the world writes tomorrow's date today.
A_DAY = timedelta(days=1)
CURRENCY_SIGNS = {"€": ("EUR",), "£": ("GBP",), "$": ("USD", "CAD", "AUD", "NZD"), "¥": ("JPY", "CNY")}


@dataclass(frozen=True)
class SaleReading:
    """How to read a sales file: everything that was asked in the mapping."""

    headers: Sequence[str]
    mapping: Mapping[str, str]
    zone: ZoneInfo
    phone_country: str = ""
    day_order: str = "dmy"
    decimal_mark: str = "."
    currency: str = ""
    by_cancellation: bool = False  # the rules of Online Retail
    words: Mapping[str, Callable[[str], str]] = field(
        default_factory=dict
    )  # {header: how its cells are said}
    habits: OrderHabits = field(default_factory=OrderHabits)
    companion: Mapping[str, Head] = field(default_factory=dict)  # {order: what another file says of it}


def cleaners_of(reading: SaleReading) -> dict[str, Callable[[str], Any]]:
    """{field: cleaner}. What they are asked twice they are not asked again, see Remembered."""
    money = partial(clean_money, decimal_mark=reading.decimal_mark)
    latest = timezone.now() + A_DAY
    return {
        "order_number": clean_code,
        "at": lambda text: _moment(text, reading, latest),
        "customer_external_id": clean_code,
        "customer_email": clean_email,
        # {country of the row: {number as written: in E.164}}
        "customer_phone": lambda home: Remembered(
            partial(phone_at_home, home=home, chosen=reading.phone_country)
        ),
        "customer_name": lambda text: clean_text(text)[:160],
        "place": lambda text: clean_text(text)[:80],
        "time_zone": lambda text: _moments_in(clean_time_zone(text), reading, latest),
        "staff": lambda text: clean_text(text, longest=254),
        "customer_country": lenient_country,
        "product_code": lambda text: clean_code(text, longest=60),
        "product_name": clean_text,
        "category": lambda text: clean_text(text, longest=80),
        "quantity": lambda text: clean_quantity(text, decimal_mark=reading.decimal_mark),
        "unit_price": money,
        "discount": money,
        **dict.fromkeys(("total", "gross", "line_tax", "order_refunded"), money),
        **dict.fromkeys((f"order_{name}" for name in Sums._fields), money),
        "currency": lambda text: _same_currency(text, reading.currency),
    }


def _moments_in(zone: ZoneInfo, reading: SaleReading, latest: datetime) -> Remembered:
    """Reads moments as "at" does, in the zone that the row itself names."""
    return Remembered(partial(_moment, reading=replace(reading, zone=zone), latest=latest))


def _moment(text: str, reading: SaleReading, latest: datetime) -> str:
    moment = clean_moment(text, reading.zone, order=reading.day_order)
    if moment.year < FIRST_YEAR:
        raise NotUnderstood(_("This date is before the year %d.") % FIRST_YEAR)
    if moment > latest:
        raise NotUnderstood(_("This date is in the future."))
    return moment.astimezone(UTC).isoformat()


def _same_currency(text: str, chosen: str) -> str:
    """Amounts are never converted: a row in another currency would be counted for what it is not."""
    typed = clean_text(text, longest=40).upper()
    if typed and typed != chosen and chosen not in CURRENCY_SIGNS.get(typed, ()):
        words = {"theirs": typed, "chosen": chosen}
        raise NotUnderstood(_("This row is in %(theirs)s, and the import in %(chosen)s.") % words)
    return chosen
