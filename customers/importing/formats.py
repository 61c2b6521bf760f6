"""Files we know by the set of their headers."""

import hashlib
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from customers.importing.added_columns import own_headers
from customers.importing.fields import header_key, problems_of
from customers.importing.format import Format
from customers.importing.till_statuses import TILL_HABITS
from customers.importing.vendors.regulars import REGULARS_CUSTOMERS
from customers.importing.vendors.shopify import SHOPIFY_CUSTOMERS, SHOPIFY_ORDERS
from customers.importing.vendors.square import SQUARE_CUSTOMERS, SQUARE_ITEMS, SQUARE_TRANSACTIONS
from customers.importing.vendors.woocommerce import (
    WOOCOMMERCE_ANALYTICS,
    WOOCOMMERCE_CUSTOMERS,
    WOOCOMMERCE_ORDERS,
)

GENERIC_CUSTOMERS = Format("customers", _("Customers"), "customers")
GENERIC_SALES = Format("sales", _("Sales"), "sales", habits=TILL_HABITS)
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
    habits=TILL_HABITS,
)
FORMATS: dict[str, Format] = {
    known.key: known
    for known in (
        *(GENERIC_CUSTOMERS, GENERIC_SALES, ONLINE_RETAIL, REGULARS_CUSTOMERS),
        *(SHOPIFY_CUSTOMERS, SHOPIFY_ORDERS),
        *(SQUARE_CUSTOMERS, SQUARE_ITEMS, SQUARE_TRANSACTIONS),
        *(WOOCOMMERCE_CUSTOMERS, WOOCOMMERCE_ORDERS, WOOCOMMERCE_ANALYTICS),
    )
}


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
