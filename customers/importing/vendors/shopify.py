"""Shopify: customers as exported now, in the import template, and years ago; and orders."""

from django.utils.translation import gettext_lazy as _

from customers.importing.format import Format
from customers.importing.order_habits import OrderHabits

NOT_PAID = _("This order is not paid.")

SHOPIFY_CUSTOMERS = Format(
    "shopify-customers",
    _("Shopify customers"),
    "customers",
    marks=frozenset(["firstname", "lastname", "email", "taxexempt", "tags"]),
    columns={
        "customerid": "external_id",
        "firstname": "given_name",
        "lastname": "family_name",
        "email": "email",
        "acceptsemailmarketing": "consent:email:news",
        "acceptsmarketing": "consent:email:news",
        "acceptssmsmarketing": "consent:text:news",
        "defaultaddresscompany": "company",
        "defaultaddressaddress1": "street",
        "defaultaddressaddress2": "street_more",
        "defaultaddresscity": "city",
        "defaultaddressprovincecode": "region",
        "defaultaddresscountrycode": "country",
        "defaultaddresszip": "postcode",
        "defaultaddressphone": "phone",
        "company": "company",
        "address1": "street",
        "address2": "street_more",
        "city": "city",
        "province": "region",
        "countrycode": "country",
        "zip": "postcode",
        "phone": "phone",
        "note": "good_to_know",
        "tags": "tags",
    },
    patterns={r"(?i)\(customer\.metafields\.\w+\.(birth_?da(y|te)|date_of_birth|dob)\)": "birthday"},
    options={"source": "shopify", "day_order": "ymd", "decimal_mark": "."},
)
SHOPIFY_ORDERS = Format(
    "shopify-orders",
    _("Shopify orders"),
    "orders",
    marks=frozenset(
        ["name", "financialstatus", "createdat", "lineitemquantity", "lineitemname", "lineitemprice"]
    ),
    columns={
        "name": "order_number",
        "createdat": "at",
        "email": "customer_email",
        "phone": "customer_phone",
        "billingname": "customer_name",
        "billingcountry": "customer_country",
        "location": "place",
        "currency": "currency",
        "financialstatus": "order_status",
        "cancelledat": "order_cancelled",
        "paymentmethod": "order_payment",
        "total": "order_total",
        "shipping": "order_shipping",
        "taxes": "order_tax",
        "discountamount": "order_discount",
        "refundedamount": "order_refunded",
        "lineitemquantity": "quantity",
        "lineitemname": "product_name",
        "lineitemsku": "product_code",
        "lineitemprice": "unit_price",
        "lineitemdiscount": "discount",
    },
    habits=OrderHabits(
        counting=frozenset(["paid", "partially_refunded"]),
        taken_back=frozenset(["refunded"]),
        set_aside={
            "pending": NOT_PAID,
            "authorized": NOT_PAID,
            "unpaid": NOT_PAID,
            "expired": NOT_PAID,
            "voided": _("This order was never paid."),
        },
        test_payments=("bogus",),
    ),
    options={"source": "shopify", "day_order": "ymd", "decimal_mark": "."},
    says=_("A refund becomes a purchase below zero, on the day of its order: the file does not say when."),
)
