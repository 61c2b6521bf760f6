"""The way through the cycle: who comes, who goes on to the next stage, and how long they stay in each."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from customers.models import Stage
from metrics.definitions.metric import Good, Interval, Metric, Span, Unit, Words
from metrics.definitions.noun import Noun
from metrics.definitions.words import THE_PERIOD

CYCLE = "Regulars; the stages follow the rules of the shop's own cycle"
# Within how many days somebody is to have gone on; measured are those whose days are up.
GOES_ON_WITHIN = {"contact_to_buyer": 30, "buyer_to_regular": 90, "regular_to_advocate": 180}
NO_WAY_BACK = _("Steps back and silences in between: what counts is the day each stage was reached first.")

NEW_CONTACTS = Metric(
    slug="new_contacts",
    name=_("People we came to know"),
    unit=Unit.COUNT,
    formula=_("Customers who became known, whether they bought at once or only left a name."),
    numerator=Noun(ngettext_lazy("customer who became known", "customers who became known")),
    denominator=Noun(ngettext_lazy("customer who became known", "customers who became known")),
    source=CYCLE,
    window=THE_PERIOD,
    exclusions=_("Customers who were erased. In a large shop, those of today."),
    interval=Interval.POISSON,
    is_total=True,
    by_place=False,
    by_channel=False,
    people=_("Customers who became known in the period."),
)


def _goes_on(slug: str, name: Words, begun: Noun, reached: Noun, people: Words) -> Metric:
    days = GOES_ON_WITHIN[slug]
    return Metric(
        slug=slug,
        name=name,
        unit=Unit.SHARE,
        formula=format_lazy(
            _("Of the {begun} at least {days} days ago: the {reached} within {days} days."),
            begun=begun,
            reached=reached,
            days=days,
        ),
        numerator=reached,
        denominator=begun,
        source=CYCLE,
        window=format_lazy(_("customers whose {days} days were up in the period"), days=days),
        exclusions=NO_WAY_BACK,
        span=Span.COHORT,
        days=days,
        by_place=False,
        by_channel=False,
        people=people,
    )


def _stays(stage: Stage, name: Words) -> Metric:
    return Metric(
        slug=f"time_in_{stage}",
        name=name,
        unit=Unit.DAYS,
        formula=_(
            "The median of the days from coming into the stage until leaving it. Whoever still stands there "
            "counts as not yet gone."
        ),
        numerator=Noun(ngettext_lazy("customer who left the stage", "customers who left the stage")),
        denominator=Noun(ngettext_lazy("customer who came into it", "customers who came into it")),
        source="Kaplan & Meier 1958; Brookmeyer & Crowley 1982",
        window=_("customers who came into the stage in the period"),
        exclusions=_("Whoever came into the stage twice counts twice."),
        interval=Interval.ORDER_STATISTIC,
        good=Good.NEITHER,
        span=Span.ROWS,
        days=365,
        by_place=False,
        by_channel=False,
        people=_("Customers who came into the stage in the period and still stand there."),
    )


CONTACT_TO_BUYER = _goes_on(
    "contact_to_buyer",
    _("From attraction to conversion"),
    Noun(ngettext_lazy("customer who became known", "customers who became known")),
    Noun(ngettext_lazy("customer who bought", "customers who bought")),
    _("Customers who became known and have not bought yet."),
)
BUYER_TO_REGULAR = _goes_on(
    "buyer_to_regular",
    _("From conversion to retention"),
    Noun(ngettext_lazy("customer who first bought", "customers who first bought")),
    Noun(ngettext_lazy("customer who became a regular", "customers who became regulars")),
    _("Customers who stand in conversion."),
)
REGULAR_TO_ADVOCATE = _goes_on(
    "regular_to_advocate",
    _("From retention to advocacy"),
    Noun(ngettext_lazy("customer who became a regular", "customers who became regulars")),
    Noun(ngettext_lazy("customer who spoke well of the shop", "customers who spoke well of the shop")),
    _("Customers who stand in retention."),
)
STAYS = {
    Stage.ATTRACTION: _stays(Stage.ATTRACTION, _("Time in attraction")),
    Stage.CONVERSION: _stays(Stage.CONVERSION, _("Time in conversion")),
    Stage.RETENTION: _stays(Stage.RETENTION, _("Time in retention")),
    Stage.ADVOCACY: _stays(Stage.ADVOCACY, _("Time in advocacy")),
}
ALL = (NEW_CONTACTS, CONTACT_TO_BUYER, BUYER_TO_REGULAR, REGULAR_TO_ADVOCATE, *STAYS.values())
