"""One value, as a program and as a person reads it. Pure."""

import json
import re
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Field, Model
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from crm.web.templatetags.amounts import money, phone, unit_price
from customers.columns import Home

# What columns are called that hold money, on every floor, and what those that hold a phone number are.
MONEY = frozenset(
    {
        "amount",
        "cost",
        "deposit",
        "discount",
        "expected_value",
        "price",
        "refunded",
        "sales",
        "spend",
        "total",
        "unit_price",
        "worth",
    }
)
PHONES = frozenset({"number", "phone"})
DAY, MOMENT = "DATE_FORMAT", "DATETIME_FORMAT"
KEPT_DAY = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d.*)?")  # as JSON keeps days and moments


def plain(row: Model, column: "Field[Any, Any]") -> Any:
    """What JSON can hold: a name instead of a number of ours."""
    value = getattr(row, column.name)
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return str(value) if isinstance(value, (Decimal, UUID)) else value


def spoken(row: Model, column: "Field[Any, Any]", home: Home) -> str:
    """The same in words: yes and no, days, sums and numbers as people write them, a choice by its label."""
    value = getattr(row, column.name)
    if value is None or value in ("", [], {}):
        return ""
    if column.choices:
        return str(getattr(row, f"get_{column.name}_display")())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column.name in MONEY and isinstance(value, Decimal):
        written = unit_price if column.name == "unit_price" else money
        return written(value, _currency_of(row) or home.currency)
    if column.name in PHONES and isinstance(value, str):
        return phone(value, home.country) if value.startswith("+") else value
    return unpacked(value) if column.get_internal_type() == "JSONField" else _in_words(value)


def unpacked(value: Any) -> str:
    """What is kept as JSON, in words: a day in there is as good as one in a column of its own."""
    return _in_words(_with_days(value))


def _with_days(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _with_days(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_with_days(part) for part in value]
    if not isinstance(value, str) or not KEPT_DAY.fullmatch(value):
        return value
    with suppress(ValueError):  # it only looks like a day
        return _in_words(parse_date(value) or parse_datetime(value) or value)
    return value


def _currency_of(row: Model) -> str:
    """Its own, or that of the receipt it stands on."""
    own: str = getattr(row, "currency", "")
    return own or getattr(getattr(row, "purchase", None), "currency", "")


def _in_words(value: Any) -> str:
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), MOMENT)
    if isinstance(value, date):
        return date_format(value, DAY)
    if isinstance(value, time):
        return time_format(value, "TIME_FORMAT")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return _of_parts(value)


def _of_parts(value: Any) -> str:
    """What is kept as a list or a table in one column."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ", ".join(value)
    if isinstance(value, dict) and all(isinstance(part, (str, int, float, bool)) for part in value.values()):
        return ", ".join(f"{name}: {part}" for name, part in value.items())
    return (
        json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, (list, dict)) else str(value)
    )
