"""What customers say when we ask them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from metrics.definitions.metric import Good, Interval, Metric, Span, Unit, Words
from metrics.definitions.noun import Noun
from metrics.definitions.words import LAST_90, LATEST_ANSWER, THE_PERIOD

HAAN = "de Haan, Verhoef & Wiesel 2015, IJRM 32:195–206"

CSAT = Metric(
    slug="csat",
    name=_("Satisfied after a purchase (CSAT)"),
    unit=Unit.SHARE,
    formula=_("Answers of 4 or 5 on a scale of 1 to 5, divided by all answers."),
    numerator=Noun(ngettext_lazy("answer of 4 or 5", "answers of 4 or 5")),
    denominator=Noun(ngettext_lazy("answer", "answers")),
    source=HAAN,
    window=LAST_90,
    exclusions=LATEST_ANSWER,
    span=Span.STOCK,
    by_channel=False,
    people=_("Who was not satisfied: customers who answered 1, 2 or 3 of 5."),
)
CSAT_COMPLAINT = Metric(
    slug="csat_complaint",
    name=_("Satisfied after a complaint (CSAT)"),
    unit=Unit.SHARE,
    formula=_("Answers of 4 or 5 on a scale of 1 to 5, divided by all answers."),
    numerator=Noun(ngettext_lazy("answer of 4 or 5", "answers of 4 or 5")),
    denominator=Noun(ngettext_lazy("answer", "answers")),
    source=HAAN,
    window=LAST_90,
    exclusions=LATEST_ANSWER,
    span=Span.STOCK,
    by_channel=False,
    people=_("Who was not satisfied: customers who answered 1, 2 or 3 of 5."),
)


def _in_the_shop(slug: str, name: Words) -> Metric:
    return Metric(
        slug=slug,
        name=name,
        unit=Unit.SHARE,
        formula=_("Answers of 4 or 5 on a scale of 1 to 5, divided by all answers."),
        numerator=Noun(ngettext_lazy("answer of 4 or 5", "answers of 4 or 5")),
        denominator=Noun(ngettext_lazy("answer", "answers")),
        source=HAAN,
        window=THE_PERIOD,
        exclusions=_(
            "Answers that were set aside, and anonymous ones. Nobody knows who answered, so somebody may "
            "have done "
            "so twice; never add it to what is answered by mail."
        ),
        by_channel=False,
        people=_("Nobody: the answers have no names."),
    )


CSAT_CODE = _in_the_shop("csat_code", _("Satisfied, by a code in the shop"))
CSAT_TABLET = _in_the_shop("csat_tablet", _("Satisfied, on the tablet in the shop"))
NPS = Metric(
    slug="nps",
    name=_("Would recommend us (NPS)"),
    unit=Unit.POINTS,
    formula=_("The share of answers of 9 and 10 less the share of answers of 0 to 6, times 100."),
    numerator=Noun(ngettext_lazy("promoters less detractors", "promoters less detractors")),
    denominator=Noun(ngettext_lazy("answer", "answers")),
    source="Reichheld 2003, Harvard Business Review; Rocks 2016, The American Statistician",
    window=LAST_90,
    exclusions=LATEST_ANSWER,
    interval=Interval.ADJUSTED_WALD,
    span=Span.STOCK,
    by_channel=False,
    people=_("Who would rather not: customers who answered 0 to 6 of 10."),
)
RESPONSE_RATE = Metric(
    slug="response_rate",
    name=_("Answered when asked"),
    unit=Unit.SHARE,
    formula=_("Of the survey mails that arrived at least 14 days ago: those that were answered."),
    numerator=Noun(ngettext_lazy("mail that was answered", "mails that were answered")),
    denominator=Noun(ngettext_lazy("mail that arrived", "mails that arrived")),
    source="AAPOR 2023, Standard Definitions",
    window=_("mails of the period that are at least 14 days old"),
    exclusions=_("Mails that came back; mails that are still young."),
    span=Span.COHORT,
    days=14,
    by_channel=False,
    people=_("Customers who answered in the period."),
)
REVIEWS = Metric(
    slug="reviews",
    name=_("Stars in public reviews"),
    unit=Unit.STARS,
    formula=_("The mean of the stars, 1 to 5."),
    numerator=Noun(ngettext_lazy("star", "stars")),
    denominator=Noun(ngettext_lazy("review with stars", "reviews with stars")),
    source="Chevalier & Mayzlin 2006, Journal of Marketing Research 43",
    window=THE_PERIOD,
    exclusions=_("Reviews that were taken down, and reviews without stars."),
    interval=Interval.MEAN,
    by_channel=False,
    people=_("Customers known to have written a review in the period."),
)
REVIEW_REPLY_TIME = Metric(
    slug="review_reply_time",
    name=_("Time until a review is answered"),
    unit=Unit.DAYS,
    formula=_(
        "The median of the days from the day a review was written until the day of our reply. Reviews that "
        "wait count as not yet answered."
    ),
    numerator=Noun(ngettext_lazy("review answered", "reviews answered")),
    denominator=Noun(ngettext_lazy("review", "reviews")),
    source="Kaplan & Meier 1958; Brookmeyer & Crowley 1982",
    window=_("reviews written in the period"),
    exclusions=_("Reviews that were taken down, reviews that need no reply, and mentions on social media."),
    interval=Interval.ORDER_STATISTIC,
    good=Good.DOWN,
    span=Span.ROWS,
    by_channel=False,
    people=_("Customers whose review waits for a reply."),
)
ALL = (CSAT, CSAT_COMPLAINT, CSAT_CODE, CSAT_TABLET, NPS, RESPONSE_RATE, REVIEWS, REVIEW_REPLY_TIME)
