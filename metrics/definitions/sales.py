"""What was sold, and to whom."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from metrics.definitions.metric import Good, Interval, Metric, Unit
from metrics.definitions.noun import Noun
from metrics.definitions.words import KNOWN_SALES, ORDER, ORDERS, OWN, THE_PERIOD

FARRIS = "Farris, Bendle, Pfeifer & Reibstein 2010, Marketing Metrics"

REVENUE = Metric(
    slug="revenue",
    name=_("Revenue"),
    unit=Unit.MONEY,
    formula=_("What all sales of the period come to, before refunds, in the shop's own currency."),
    numerator=Noun(ngettext_lazy("revenue", "revenue")),
    denominator=ORDERS,
    source=FARRIS,
    window=THE_PERIOD,
    exclusions=_("Refunds, voided purchases, other currencies."),
    interval=Interval.NONE,
    is_total=True,
    rows="sales",
    days=30,
    people=_("Customers who bought in the period."),
)
REFUNDS = Metric(
    slug="refunds",
    name=_("Refunds per 100 orders"),
    unit=Unit.PER_HUNDRED,
    formula=_("Refunds divided by orders, times 100."),
    numerator=Noun(ngettext_lazy("refund", "refunds")),
    denominator=ORDERS,
    source=OWN,
    window=THE_PERIOD,
    exclusions=_("Voided purchases and refunds."),
    interval=Interval.POISSON,
    good=Good.DOWN,
    days=30,
    people=_("Customers who brought something back in the period."),
)
ORDER_COUNT = Metric(
    slug="orders",
    name=_("Orders"),
    unit=Unit.COUNT,
    formula=_("How many sales there were."),
    numerator=ORDERS,
    denominator=ORDERS,
    source=FARRIS,
    window=THE_PERIOD,
    exclusions=ORDER,
    interval=Interval.POISSON,
    is_total=True,
    days=30,
    people=_("Customers who bought in the period."),
)
AVERAGE_ORDER = Metric(
    slug="average_order",
    name=_("Average order"),
    unit=Unit.MONEY,
    formula=_("Revenue divided by orders."),
    numerator=Noun(ngettext_lazy("revenue", "revenue")),
    denominator=ORDERS,
    source=FARRIS,
    window=THE_PERIOD,
    exclusions=_("Refunds, voided purchases, other currencies."),
    interval=Interval.BOOTSTRAP,
    rows="sales",
    days=30,
    people=_("Customers who bought in the period."),
)
NEW_REVENUE = Metric(
    slug="new_revenue",
    name=_("Revenue from new customers"),
    unit=Unit.MONEY,
    formula=_("What known customers spent on the first day they ever bought."),
    numerator=Noun(ngettext_lazy("revenue", "revenue")),
    denominator=Noun(ngettext_lazy("order on a customer's first day", "orders on a customer's first day")),
    source=FARRIS,
    window=THE_PERIOD,
    exclusions=KNOWN_SALES,
    interval=Interval.NONE,
    is_total=True,
    days=30,
    people=_("Customers who bought for the first time in the period."),
)
RETURNING_REVENUE = Metric(
    slug="returning_revenue",
    name=_("Revenue from returning customers"),
    unit=Unit.MONEY,
    formula=_("What known customers spent on any day after their first."),
    numerator=Noun(ngettext_lazy("revenue", "revenue")),
    denominator=Noun(
        ngettext_lazy("order after a customer's first day", "orders after a customer's first day")
    ),
    source=FARRIS,
    window=THE_PERIOD,
    exclusions=KNOWN_SALES,
    interval=Interval.NONE,
    is_total=True,
    days=30,
    people=_("Customers who came back in the period."),
)
KNOWN_SHARE = Metric(
    slug="known_share",
    name=_("Sales with a known customer"),
    unit=Unit.SHARE,
    formula=_("Orders with a known customer divided by all orders."),
    numerator=Noun(ngettext_lazy("order with a known customer", "orders with a known customer")),
    denominator=ORDERS,
    source=OWN,
    window=THE_PERIOD,
    exclusions=ORDER,
    days=30,
    people=_("Customers who bought in the period."),
)
NEW_CUSTOMERS = Metric(
    slug="new_customers",
    name=_("New customers"),
    unit=Unit.COUNT,
    formula=_("Known customers who bought for the first time."),
    numerator=Noun(ngettext_lazy("customer", "customers")),
    denominator=Noun(ngettext_lazy("customer", "customers")),
    source=FARRIS,
    window=THE_PERIOD,
    exclusions=KNOWN_SALES,
    interval=Interval.POISSON,
    is_total=True,
    days=30,
    people=_("Customers who bought for the first time in the period."),
)
ALL = (
    REVENUE,
    ORDER_COUNT,
    AVERAGE_ORDER,
    NEW_REVENUE,
    RETURNING_REVENUE,
    KNOWN_SHARE,
    NEW_CUSTOMERS,
    REFUNDS,
)
