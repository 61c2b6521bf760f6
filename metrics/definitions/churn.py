"""Who has gone silent. Nobody says goodbye to a shop: where silence begins is agreed, and we say where."""

from dataclasses import replace

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from metrics.definitions.metric import Good, Interval, Metric, Span, Unit
from metrics.definitions.noun import Noun
from metrics.definitions.words import CUSTOMERS, KNOWN_SALES

WUEBBEN = "Wübben & von Wangenheim 2008, Journal of Marketing 72(3)"
# The shop's own number is the smallest for which fewer than a quarter of such silences are broken.
SILENCES = (60, 90, 120, 180, 365)


def _silent(days: int) -> Metric:
    return Metric(
        slug=f"silent_{days}",
        name=format_lazy(_("No purchase for {days} days"), days=days),
        unit=Unit.SHARE,
        formula=format_lazy(
            _(
                "Of the customers who first bought at least {days} days ago: those who have not bought for "
                "{days} days or longer."
            ),
            days=days,
        ),
        numerator=Noun(
            ngettext_lazy(
                "customer without a purchase for {days} days", "customers without a purchase for {days} days"
            ),
            days=days,
        ),
        denominator=Noun(
            ngettext_lazy(
                "customer first seen at least {days} days ago",
                "customers first seen at least {days} days ago",
            ),
            days=days,
        ),
        source=WUEBBEN,
        window=_("as of the last day of the period"),
        exclusions=_("Customers who are too new. Sales without a known customer, refunds."),
        good=Good.DOWN,
        span=Span.STOCK,
        days=days,
        people=format_lazy(_("Customers without a purchase for {days} days."), days=days),
    )


SILENT_FOR = {days: _silent(days) for days in SILENCES}
SILENT = replace(
    SILENT_FOR[365],
    slug="silent",
    name=_("Silent customers"),
    formula=_(
        "Of the customers who first bought at least so many days ago: those who have not bought for that "
        "long. How "
        "long is the shop's own number: the smallest of 60, 90, 120, 180 and 365 days for which fewer "
        "than a quarter "
        "of such silences ended in a purchase within the next 180 days."
    ),
    numerator=Noun(
        ngettext_lazy("customer without a purchase for so long", "customers without a purchase for so long")
    ),
    denominator=Noun(
        ngettext_lazy("customer first seen at least as long ago", "customers first seen at least as long ago")
    ),
    people=_("Customers without a purchase for so long."),
)
OVERDUE = Metric(
    slug="overdue",
    name=_("Overdue by their own rhythm"),
    unit=Unit.SHARE,
    formula=_(
        "Customers who have stayed away for more than three of their own gaps, divided by all customers. "
        "A gap leans "
        "on the shop's usual gap as long as somebody's own past is short."
    ),
    numerator=Noun(
        ngettext_lazy(
            "customer who has stayed away for too long", "customers who have stayed away for too long"
        )
    ),
    denominator=CUSTOMERS,
    source="Buckinx & Van den Poel 2005, European Journal of Operational Research 164",
    window=_("as of the last day of the period"),
    exclusions=KNOWN_SALES,
    good=Good.DOWN,
    span=Span.STOCK,
    people=_("Customers who have stayed away for more than three of their own gaps."),
)
ACTIVE = Metric(
    slug="active",
    name=_("Active customers"),
    unit=Unit.COUNT,
    formula=_("Customers who bought in the last 90 days."),
    numerator=Noun(
        ngettext_lazy("customer who bought in the last 90 days", "customers who bought in the last 90 days")
    ),
    denominator=CUSTOMERS,
    source=WUEBBEN,
    window=_("90 days that end on that day"),
    exclusions=KNOWN_SALES,
    interval=Interval.NONE,
    span=Span.STOCK,
    is_total=True,
    people=_("Customers who bought in the last 90 days."),
)
ALL = (SILENT, *SILENT_FOR.values(), OVERDUE, ACTIVE)
