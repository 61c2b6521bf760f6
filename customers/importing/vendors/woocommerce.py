"""WooCommerce: what its Analytics pages give, and the orders of the Import Export Suite, one row each."""

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from customers.cleaning import fold
from customers.importing.format import Format
from customers.importing.order_habits import OrderHabits


def without_prefix(status: str) -> str:
    """WooCommerce keeps "wc-completed" and shows "completed"."""
    return fold(status).removeprefix("wc-")


def sum_of_refunds(cell: str) -> str:
    """ "amount:-5.00|reason:broken|date:…" for each refund, one after the other."""
    amounts = re.findall(r"amount:\s*-?([0-9]+(?:\.[0-9]+)?)", cell)
    return str(sum(map(Decimal, amounts))) if amounts else cell


WOOCOMMERCE_CUSTOMERS = Format(
    "woocommerce-customers",
    _("WooCommerce customers"),
    "customers",
    marks=frozenset(["name", "username", "lastactive", "signup", "email", "totalspend"]),
    columns={
        "name": "full_name",
        "email": "email",
        "countryregion": "country",
        "city": "city",
        "region": "region",
        "postalcode": "postcode",
        "billingphone": "phone",
        "shippingphone": "phone",
    },
    options={"source": "woocommerce", "day_order": "ymd", "decimal_mark": "."},
    says=_("This file does not say who may get news: nobody is opted in by it."),
)
NOT_PAID = _("This order is not paid yet.")
WOOCOMMERCE_ORDERS = Format(
    "woocommerce-orders",
    _("WooCommerce orders"),
    "orders",
    marks=frozenset(["orderid", "orderdate", "ordertotal", "billingemail"]),
    columns={
        "ordernumber": "order_number",
        "orderdate": "at",
        "status": "order_status",
        "billingemail": "customer_email",
        "billingphone": "customer_phone",
        "billingfirstname": "customer_name",
        "billinglastname": "customer_name",
        "billingcountry": "customer_country",
        "ordercurrency": "currency",
        "ordertotal": "order_total",
        "shippingtotal": "order_shipping",
        "taxtotal": "order_tax",
        "shippingtaxtotal": "order_tax",
        "feetaxtotal": "order_tax",
        "feetotal": "order_fees",
        "refunditems": "order_refunded",
    },
    cells={"status": without_prefix, "refunditems": sum_of_refunds},
    habits=OrderHabits(
        counting=frozenset(["completed", "processing"]),
        taken_back=frozenset(["refunded"]),
        set_aside={
            "pending": NOT_PAID,
            "on-hold": NOT_PAID,
            "checkout-draft": NOT_PAID,
            "failed": _("This order was never paid."),
            "cancelled": _("This order was cancelled."),
            "trash": _("This order was thrown away."),
        },
        item_column=r"product item (?P<number>\d+) (?P<part>name|sku|quantity|total|subtotal|id)",
        item_parts={
            "name": "product_name",
            "sku": "product_code",
            "quantity": "quantity",
            "total": "total",
            "subtotal": "gross",
        },
        packed_column=r"line_item_\d+",
        packed_parts={
            "name": "product_name",
            "sku": "product_code",
            "quantity": "quantity",
            "total": "total",
            "sub_total": "gross",
            "product_id": "",
            "meta": "",
            "tax": "",
            "tax_data": "",
            "refunded": "",
            "_tax_class": "",
        },
    ),
    options={"source": "woocommerce", "day_order": "ymd", "decimal_mark": "."},
    says=_("A refund becomes a purchase below zero, on the day of its order."),
)
WOOCOMMERCE_ANALYTICS = Format(
    "woocommerce-analytics",
    _("WooCommerce Analytics orders"),
    "orders",
    marks=frozenset(["order", "customertype", "itemssold", "nrevenueformatted"]),
    explanation=_(
        "This is the download of the Analytics page of WooCommerce. It has no e-mail column, so "
        "nobody can tell whose order is whose. Bring the customers file of the same page, or the orders "
        "of an export plugin (Import Export Suite), which names the e-mail of each order."
    ),
)
