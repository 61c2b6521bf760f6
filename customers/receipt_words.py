"""What a purchase said before, in words a shop reads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.actions.audit import label
from crm.shop.models import Location
from crm.web.templatetags.amounts import unit_price
from customers.models import Channel, Purchase, Revision

NAMES = {
    "at": gettext_lazy("When"),
    "is_refund": gettext_lazy("They brought it back"),
    "location": gettext_lazy("Where"),
    "channel": gettext_lazy("How"),
    "lines": gettext_lazy("Lines"),
    "voided_at": gettext_lazy("Void since"),
}
TOLD_ELSEWHERE = ("voided_at",)  # the top of the page says whether it is void


@dataclass(frozen=True)
class Past:
    """One thing that was changed, with who and when."""

    field: str
    before: str
    after: str
    by: str
    at: datetime


def past_of(purchase: Purchase) -> Sequence[Past]:
    """What was changed of a purchase, newest first."""
    told = Revision.objects.filter(about=label(purchase)).exclude(field__in=TOLD_ELSEWHERE)
    found = told.select_related("by")[:50]
    return [
        Past(
            field_name(row.field),
            in_words(row.field, row.before, currency=purchase.currency),
            in_words(row.field, row.after, currency=purchase.currency),
            row.by.name if row.by else "",
            row.at,
        )
        for row in found
    ]


def field_name(field: str) -> str:
    """The field as people call it."""
    return str(NAMES.get(field, field))


def in_words(field: str, value: Any, *, currency: str) -> str:
    """A stored value as it stood on the page."""
    if value in (None, "", []):
        return "–"
    if said := _SAID.get(field):
        return said(value, currency)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def _lines(lines: Sequence[Mapping[str, str]], currency: str) -> str:
    return "; ".join(_line(line, currency) for line in lines)


def _line(line: Mapping[str, str], currency: str) -> str:
    price, discount = (unit_price(Decimal(line[name]), currency) for name in ("unit_price", "discount"))
    words = f"{line['quantity']} × {line['product_name']} {price}"
    return words if line["discount"] == "0" else f"{words} − {discount}"


def _moment(written: str, _currency: str) -> str:
    return date_format(timezone.localtime(datetime.fromisoformat(written)), "SHORT_DATETIME_FORMAT")


def _place(number: int, _currency: str) -> str:
    return str(Location.objects.filter(pk=number).first() or "–")


def _channel(key: str, _currency: str) -> str:
    return str(dict(Channel.choices).get(key, key))


_SAID: Mapping[str, Callable[[Any, str], str]] = {
    "at": _moment,
    "voided_at": _moment,
    "location": _place,
    "channel": _channel,
    "lines": _lines,
}
