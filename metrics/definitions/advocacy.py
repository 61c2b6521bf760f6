"""Who brings others."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from metrics.definitions.metric import Interval, Metric, Span, Unit
from metrics.definitions.noun import Noun
from metrics.definitions.words import THE_PERIOD

SCHMITT = "Schmitt, Skiera & Van den Bulte 2011, Journal of Marketing 75(1):46–59"

REFERRALS = Metric(
    slug="referrals",
    name=_("Customers sent by customers"),
    unit=Unit.COUNT,
    formula=_("Customers who came because another customer sent them."),
    numerator=Noun(ngettext_lazy("customer who was sent", "customers who were sent")),
    denominator=Noun(ngettext_lazy("customer who was sent", "customers who were sent")),
    source=SCHMITT,
    window=THE_PERIOD,
    exclusions=_("Referrals that were taken back."),
    interval=Interval.POISSON,
    is_total=True,
    by_place=False,
    by_channel=False,
    people=_("Customers who sent somebody in the period."),
)
K_FACTOR = Metric(
    slug="k_factor",
    name=_("Sent customers for each active one (K)"),
    unit=Unit.SHARE,
    formula=_(
        "New customers sent by customers in the last 90 days, divided by the customers active in the same "
        "days. "
        "Everybody won directly ends as 1 / (1 − K) customers."
    ),
    numerator=Noun(ngettext_lazy("customer who was sent", "customers who were sent")),
    denominator=Noun(ngettext_lazy("active customer", "active customers")),
    source=SCHMITT,
    window=_("90 days that end on that day"),
    exclusions=_("Referrals that were taken back; friends who have not bought."),
    interval=Interval.POISSON,
    over="active",
    span=Span.STOCK,
    by_place=False,
    by_channel=False,
    people=_("Customers who sent somebody in the 90 days."),
)
ADVOCATES = Metric(
    slug="advocates",
    name=_("Advocates among the active"),
    unit=Unit.SHARE,
    formula=_(
        "Active customers who spoke well of the shop and stand in advocacy, divided by active customers."
    ),
    numerator=Noun(ngettext_lazy("advocate", "advocates")),
    denominator=Noun(
        ngettext_lazy("customer who buys and has not lapsed", "customers who buy and have not lapsed")
    ),
    source=SCHMITT,
    window=_("as of the last day of the period"),
    exclusions=_(
        "Customers who have lapsed, or have never bought. In a large shop, what moved today is counted by "
        "night."
    ),
    span=Span.STOCK,
    by_place=False,
    by_channel=False,
    people=_("Customers who stand in advocacy."),
)
ALL = (REFERRALS, K_FACTOR, ADVOCATES)
