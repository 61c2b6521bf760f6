"""Who comes back."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from metrics.definitions.metric import Metric, Span, Unit
from metrics.definitions.noun import Noun
from metrics.definitions.words import CUSTOMERS, EVERYTHING, KNOWN_SALES, THE_PERIOD

FARRIS = "Farris, Bendle, Pfeifer & Reibstein 2010, Marketing Metrics"
WITHIN = (30, 60, 90, 180)


def _within(days: int) -> Metric:
    return Metric(
        slug=f"repeat_within_{days}",
        name=format_lazy(_("Bought again within {days} days"), days=days),
        unit=Unit.SHARE,
        formula=format_lazy(
            _(
                "Of the customers whose first purchase is at least {days} days old: those who bought on "
                "another day "
                "within {days} days of it."
            ),
            days=days,
        ),
        numerator=Noun(
            ngettext_lazy("customer who bought again in time", "customers who bought again in time")
        ),
        denominator=Noun(ngettext_lazy("customer whose time is up", "customers whose time is up")),
        source=FARRIS,
        window=format_lazy(_("customers whose {days} days were up in the period"), days=days),
        exclusions=_("Customers who still have time. Sales without a known customer, refunds."),
        span=Span.COHORT,
        days=days,
        people=_("Customers who still have time and have not come back yet."),
    )


REPEAT_WITHIN = {days: _within(days) for days in WITHIN}
REPEAT_BY_ORDER = Metric(
    slug="repeat_by_order",
    name=_("Bought more than once"),
    unit=Unit.SHARE,
    formula=_(
        "Customers with two or more orders divided by customers with one or more. It grows with the age "
        "of the "
        "shop: never compare it over time."
    ),
    numerator=Noun(ngettext_lazy("customer with two or more orders", "customers with two or more orders")),
    denominator=CUSTOMERS,
    source=FARRIS,
    window=EVERYTHING,
    exclusions=KNOWN_SALES,
    span=Span.STOCK,
    people=_("Customers with two or more orders."),
)
REPEAT_BY_DAY = Metric(
    slug="repeat_by_day",
    name=_("Bought on more than one day"),
    unit=Unit.SHARE,
    formula=_(
        "Customers who bought on two or more days divided by customers who bought at all. It grows with "
        "the age of "
        "the shop: never compare it over time."
    ),
    numerator=Noun(
        ngettext_lazy("customer who bought on two or more days", "customers who bought on two or more days")
    ),
    denominator=CUSTOMERS,
    source=FARRIS,
    window=EVERYTHING,
    exclusions=KNOWN_SALES,
    span=Span.STOCK,
    people=_("Customers who bought on two or more days."),
)
REPEAT_ORDERS = Metric(
    slug="repeat_orders",
    name=_("Orders of customers who had bought before"),
    unit=Unit.SHARE,
    formula=_("Orders that were not the customer's first, divided by all orders of known customers."),
    numerator=Noun(
        ngettext_lazy(
            "order of a customer who had bought before", "orders of customers who had bought before"
        )
    ),
    denominator=Noun(ngettext_lazy("order of a known customer", "orders of known customers")),
    source=FARRIS,
    window=THE_PERIOD,
    exclusions=KNOWN_SALES,
    days=30,
    people=_("Customers who came back in the period."),
)
RETENTION = Metric(
    slug="retention",
    name=_("Came back from quarter to quarter"),
    unit=Unit.SHARE,
    formula=_(
        "Of the customers who bought in the 90 days before the last 90: those who also bought in the last "
        "90. "
        "Compare it with the same days of last year."
    ),
    numerator=Noun(ngettext_lazy("customer who bought in both", "customers who bought in both")),
    denominator=Noun(
        ngettext_lazy(
            "customer who bought in the 90 days before", "customers who bought in the 90 days before"
        )
    ),
    source=FARRIS,
    window=_("180 days that end on that day"),
    exclusions=KNOWN_SALES,
    span=Span.STOCK,
    people=_("Customers who bought in the 90 days before, and not in the last 90."),
)
ALL = (*REPEAT_WITHIN.values(), REPEAT_BY_ORDER, REPEAT_BY_DAY, REPEAT_ORDERS, RETENTION)
