"""How quickly questions are answered."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from metrics.definitions.metric import Good, Interval, Metric, Span, Unit
from metrics.definitions.noun import Noun
from metrics.definitions.words import THE_PERIOD

OLDROYD = "Oldroyd, McElheran & Elkington 2011, Harvard Business Review"

IN_TIME = Metric(
    slug="enquiries_in_time",
    name=_("Questions answered in time"),
    unit=Unit.SHARE,
    formula=_("Of the questions whose answer was due: those answered before then."),
    numerator=Noun(ngettext_lazy("question answered in time", "questions answered in time")),
    denominator=Noun(ngettext_lazy("question whose answer was due", "questions whose answer was due")),
    source=OLDROYD,
    window=_("questions whose answer was due in the period"),
    exclusions=_("Spam, and questions closed without an answer. The clock runs while the shop is open."),
    days=30,
    people=_("Customers who waited too long for an answer."),
)
FIRST_ANSWER = Metric(
    slug="first_answer",
    name=_("Time until the first answer"),
    unit=Unit.HOURS,
    formula=_(
        "The median of first answer minus arrival, by the clock. Open questions count as not yet answered."
    ),
    numerator=Noun(ngettext_lazy("question answered", "questions answered")),
    denominator=Noun(ngettext_lazy("question", "questions")),
    source=OLDROYD,
    window=THE_PERIOD,
    exclusions=_("Spam, and questions closed without an answer. Automatic replies are no answer."),
    interval=Interval.ORDER_STATISTIC,
    good=Good.DOWN,
    span=Span.ROWS,
    days=30,
    people=_("Customers who wait for an answer."),
)
FIRST_ANSWER_P90 = Metric(
    slug="first_answer_p90",
    name=_("Time within which nine in ten are answered"),
    unit=Unit.HOURS,
    formula=_(
        "The time within which nine in ten questions got their first answer. Open questions count as not "
        "yet answered."
    ),
    numerator=Noun(ngettext_lazy("question answered", "questions answered")),
    denominator=Noun(ngettext_lazy("question", "questions")),
    source=OLDROYD,
    window=THE_PERIOD,
    exclusions=_("Spam, and questions closed without an answer. Automatic replies are no answer."),
    interval=Interval.ORDER_STATISTIC,
    good=Good.DOWN,
    span=Span.ROWS,
    days=30,
    people=_("Customers who wait for an answer."),
)
ALL = (IN_TIME, FIRST_ANSWER, FIRST_ANSWER_P90)
