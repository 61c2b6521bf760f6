"""What those who work here add: by colleague only for whoever may see it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from metrics.definitions.metric import Interval, Metric, Unit
from metrics.definitions.noun import Noun
from metrics.definitions.words import OWN, THE_PERIOD

INTERACTIONS = Metric(
    slug="interactions",
    name=_("Written down by colleagues"),
    unit=Unit.COUNT,
    formula=_("Visits, calls, questions and notes that somebody who works here wrote down by hand."),
    numerator=Noun(ngettext_lazy("line written down", "lines written down")),
    denominator=Noun(ngettext_lazy("line written down", "lines written down")),
    source=OWN,
    window=THE_PERIOD,
    exclusions=_("What the shop notes by itself, such as purchases and mail; lines that were withdrawn."),
    interval=Interval.POISSON,
    is_total=True,
    people=_("Customers of whom something was written down in the period."),
)
PRAISE = Metric(
    slug="praise",
    name=_("Praise that names a colleague"),
    unit=Unit.COUNT,
    formula=_("Good words in reviews, surveys and compliments, once for each colleague they name."),
    numerator=Noun(ngettext_lazy("good word", "good words")),
    denominator=Noun(ngettext_lazy("good word", "good words")),
    source=OWN,
    window=THE_PERIOD,
    exclusions=_("Where somebody said that another was meant."),
    interval=Interval.POISSON,
    is_total=True,
    by_place=False,
    by_channel=False,
    people=_("Customers whose good words name a colleague, where it is known whose they are."),
)
CSAT_SERVED = Metric(
    slug="csat_served",
    name=_("Satisfied where a colleague served them"),
    unit=Unit.SHARE,
    formula=_(
        "Answers of 4 or 5 on a scale of 1 to 5 after purchases that a colleague had rung up, divided by all "
        "such answers."
    ),
    numerator=Noun(ngettext_lazy("answer of 4 or 5", "answers of 4 or 5")),
    denominator=Noun(ngettext_lazy("answer", "answers")),
    source="de Haan, Verhoef & Wiesel 2015, IJRM 32:195–206",
    window=THE_PERIOD,
    exclusions=_(
        "Answers that were set aside, anonymous ones, and those after a purchase of which nobody knows who "
        "served. Every answer counts, also several of one customer."
    ),
    by_channel=False,
    people=_("Who was not satisfied: customers who answered 1, 2 or 3 of 5."),
)
ALL = (INTERACTIONS, PRAISE, CSAT_SERVED)
