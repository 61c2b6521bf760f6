"""Files we know by the set of their headers. Order and number of columns never matter: vendors add some."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.importing.added_columns import own_headers
from customers.importing.fields import fields_of, guess_mapping, header_key, problems_of

Kind = Literal["customers", "sales"]


@dataclass(frozen=True)
class Format:
    """A way in which a file says things."""

    key: str
    label: str | Promise
    kind: Kind
    columns: Mapping[str, str] = field(default_factory=dict)  # {header key: field}; all must be there
    options: Mapping[str, str] = field(default_factory=dict)  # suggested, and asked in the mapping

    def recognises(self, headers: Sequence[str]) -> bool:
        """Are all columns of this format in the file?"""
        return bool(self.columns) and set(self.columns) <= {header_key(name) for name in headers}

    def mapping_of(self, headers: Sequence[str], custom: Mapping[str, str]) -> dict[str, str]:
        """What each known column of this file means."""
        if not self.columns:
            return guess_mapping(own_headers(headers), fields_of(self.kind, custom))
        return {name: self.columns[header_key(name)] for name in headers if header_key(name) in self.columns}


GENERIC_CUSTOMERS = Format("customers", _("Customers"), "customers")
GENERIC_SALES = Format("sales", _("Sales"), "sales")
ONLINE_RETAIL = Format(
    "online-retail",
    _("Online Retail invoice lines"),
    "sales",
    columns={
        "invoiceno": "order_number",
        "stockcode": "product_code",
        "description": "product_name",
        "quantity": "quantity",
        "invoicedate": "at",
        "unitprice": "unit_price",
        "customerid": "customer_external_id",
        "country": "customer_country",
    },
    options={
        "source": "online-retail",
        "currency": "GBP",
        "time_zone": "Europe/London",
        "day_order": "ymd",
        "decimal_mark": ".",
    },
)
FORMATS: dict[str, Format] = {known.key: known for known in (GENERIC_CUSTOMERS, GENERIC_SALES, ONLINE_RETAIL)}


def recognise(headers: Sequence[str]) -> Format | None:
    """The format that these headers speak of, or None when nobody can tell.

    Of the two generic ones it is that which explains more columns; a name and a date are in both.
    """
    for known in FORMATS.values():
        if known.recognises(headers):
            return known
    explained = {}
    for generic in (GENERIC_SALES, GENERIC_CUSTOMERS):
        mapping = generic.mapping_of(headers, {})
        if not problems_of(mapping, generic.kind)["missing"]:
            explained[generic.key] = len(mapping)
    return FORMATS[max(explained, key=explained.__getitem__)] if explained else None


def fingerprint(headers: Sequence[str]) -> str:
    """The same for every file with this set of headers, in whatever order; also for its mended rows."""
    keys = sorted(map(header_key, own_headers(headers)))
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()
