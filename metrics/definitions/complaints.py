"""What goes wrong, and how quickly and well it is put right."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from metrics.definitions.metric import Good, Interval, Metric, Span, Unit
from metrics.definitions.noun import Noun
from metrics.definitions.words import THE_PERIOD

ISO = "ISO 10002; ISO 10004"

COMPLAINTS = Metric(
    slug="complaints",
    name=_("Complaints per 100 orders"),
    unit=Unit.PER_HUNDRED,
    formula=_("Complaints received divided by orders, times 100."),
    numerator=Noun(ngettext_lazy("complaint", "complaints")),
    denominator=Noun(ngettext_lazy("order", "orders")),
    source=ISO,
    window=THE_PERIOD,
    exclusions=_("Complaints that go on under another number; voided purchases."),
    interval=Interval.POISSON,
    over="orders",
    good=Good.DOWN,
    by_channel=False,
    people=_("Customers who complained in the period."),
)
RESOLVED = Metric(
    slug="complaints_resolved",
    name=_("Complaints put right"),
    unit=Unit.SHARE,
    formula=_("Complaints closed as put right, divided by all complaints closed."),
    numerator=Noun(ngettext_lazy("complaint put right", "complaints put right")),
    denominator=Noun(ngettext_lazy("complaint closed", "complaints closed")),
    source=ISO,
    window=THE_PERIOD,
    exclusions=_("Withdrawn complaints, and complaints that go on under another number."),
    by_channel=False,
    people=_("Customers whose complaint was closed and not put right."),
)
REOPENED = Metric(
    slug="complaints_reopened",
    name=_("Complaints opened again"),
    unit=Unit.SHARE,
    formula=_("Of the complaints closed in the period: those that had been opened again."),
    numerator=Noun(ngettext_lazy("complaint that was opened again", "complaints that were opened again")),
    denominator=Noun(ngettext_lazy("complaint closed", "complaints closed")),
    source=ISO,
    window=THE_PERIOD,
    exclusions=_("Withdrawn complaints, and complaints that go on under another number."),
    good=Good.DOWN,
    by_channel=False,
    people=_("Customers whose complaint was opened again."),
)
RECOVERED = Metric(
    slug="recovered",
    name=_("Bought again after a complaint"),
    unit=Unit.SHARE,
    formula=_(
        "Of the customers whose complaint was closed at least 90 days ago: those who bought again within "
        "90 days."
    ),
    numerator=Noun(ngettext_lazy("customer who bought again in time", "customers who bought again in time")),
    denominator=Noun(
        ngettext_lazy(
            "complaint of a known customer whose 90 days are up",
            "complaints of known customers whose 90 days are up",
        )
    ),
    source="Tax, Brown & Chandrashekaran 1998, Journal of Marketing 62",
    window=_("complaints whose 90 days were up in the period"),
    exclusions=_("Complaints without a known customer, and complaints that go on under another number."),
    span=Span.COHORT,
    by_channel=False,
    people=_("Customers who have not bought since their complaint was closed."),
)
RESOLUTION_TIME = Metric(
    slug="resolution_time",
    name=_("Time until a complaint is closed"),
    unit=Unit.HOURS,
    formula=_("The median of closed minus received, by the clock. Open complaints count as not yet closed."),
    numerator=Noun(ngettext_lazy("complaint closed", "complaints closed")),
    denominator=Noun(ngettext_lazy("complaint", "complaints")),
    source="Kaplan & Meier 1958; Brookmeyer & Crowley 1982",
    window=THE_PERIOD,
    exclusions=_("Complaints that go on under another number."),
    interval=Interval.ORDER_STATISTIC,
    good=Good.DOWN,
    span=Span.ROWS,
    by_channel=False,
    people=_("Customers whose complaint is still open."),
)
REMEDIED = Metric(
    slug="remedied",
    name=_("Complaints for which something was given"),
    unit=Unit.SHARE,
    formula=_(
        "Of the complaints closed in the period: those for which at least one remedy was given, from an "
        "apology to money back."
    ),
    numerator=Noun(ngettext_lazy("complaint with a remedy", "complaints with a remedy")),
    denominator=Noun(ngettext_lazy("complaint closed", "complaints closed")),
    source=ISO,
    window=THE_PERIOD,
    exclusions=_(
        "Withdrawn complaints, and complaints that go on under another number; remedies that were only "
        "offered, or dropped."
    ),
    good=Good.NEITHER,
    by_channel=False,
    people=_("Customers whose complaint was closed without a remedy."),
)
ALL = (COMPLAINTS, RESOLVED, REOPENED, RECOVERED, RESOLUTION_TIME, REMEDIED)
