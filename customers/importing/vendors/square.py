"""Square: the customer directory, transactions, and what was bought in them."""

from django.utils.translation import gettext_lazy as _

from customers.cleaning import fold
from customers.importing.format import Format
from customers.importing.order_habits import OrderHabits


def unless_unknown(status: str) -> str:
    """Subscribed and Unsubscribed are a yes and a no; Unknown is no answer at all."""
    return "" if fold(status) == "unknown" else status


def shortened(description: str) -> str:
    """A list of everything that was bought can be longer than the name of a product."""
    return description if len(description) <= 200 else f"{description[:199]}…"


SQUARE_CUSTOMERS = Format(
    "square-customers",
    _("Square customers"),
    "customers",
    marks=frozenset(["squarecustomerid", "firstname", "lastname"]),
    columns={
        "squarecustomerid": "external_id",
        "firstname": "given_name",
        "lastname": "family_name",
        "emailaddress": "email",
        "phonenumber": "phone",
        "nickname": "preferred_name",
        "companyname": "company",
        "streetaddress1": "street",
        "streetaddress2": "street_more",
        "city": "city",
        "state": "region",
        "postalcode": "postcode",
        "birthday": "birthday",
        "memo": "good_to_know",
        "emailsubscriptionstatus": "consent:email:news",
    },
    cells={"emailsubscriptionstatus": unless_unknown},
    options={"source": "square", "day_order": "mdy", "decimal_mark": "."},
)
SQUARE_SALES = OrderHabits(counting=frozenset(["payment"]), returning=frozenset(["refund"]))
SQUARE_SALE_COLUMNS = {
    "transactionid": "order_number",
    "date": "at",
    "time": "time",
    "timezone": "time_zone",
    "eventtype": "order_status",
    "customerid": "customer_external_id",
    "customername": "customer_name",
    "location": "place",
    "staffname": "staff",
    "employee": "staff",
    "netsales": "total",
    "tax": "line_tax",
}
SQUARE_OPTIONS = {"source": "square", "day_order": "mdy", "decimal_mark": "."}
SQUARE_TRANSACTIONS = Format(
    "square-transactions",
    _("Square transactions"),
    "orders",
    marks=frozenset(["transactionid", "totalcollected", "netsales", "date"]),
    columns=SQUARE_SALE_COLUMNS | {"description": "product_name", "partialrefunds": "order_refunded"},
    cells={"description": shortened},
    habits=SQUARE_SALES,
    options=SQUARE_OPTIONS,
    says=_(
        "Tips and gift cards sold are no sales. What was bought stands in the items detail export: "
        "bring that one and name this file in it, before you apply this one."
    ),
)
SQUARE_ITEMS = Format(
    "square-items",
    _("Square items detail"),
    "orders",
    marks=frozenset(["transactionid", "item", "qty", "netsales", "date"]),
    columns=SQUARE_SALE_COLUMNS
    | {
        "item": "product_name",
        "sku": "product_code",
        "category": "category",
        "qty": "quantity",
        "grosssales": "gross",
        "productsales": "gross",
    },
    habits=SQUARE_SALES,
    options=SQUARE_OPTIONS,
    companion="square-transactions",
)
