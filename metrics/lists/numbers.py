"""The figures of a list beside those of everybody else, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from crm.figures.share import Share
from crm.figures.verdict import Verdict
from metrics.definitions import Unit, churn, repeat, satisfaction
from metrics.definitions.metric import Metric, Words
from metrics.effects.compared import Compared, Counted
from metrics.effects.shown import Line, ShownCompared
from metrics.lists.sides import Sides
from metrics.models import RfmSegment

THIS_LIST, THE_OTHERS = _("This list"), _("Everybody else")
# Which way is better is not said: whoever is in a list was chosen, and not made so by it.
WORDS: dict[Verdict, Words] = {
    Verdict.BETTER: _("clearly more"),
    Verdict.WORSE: _("clearly less"),
    Verdict.NO_CLEAR_CHANGE: _("no clear difference"),
    Verdict.TOO_EARLY: _("too few for a verdict"),
}
SATISFIED = (satisfaction.CSAT, satisfaction.CSAT_COMPLAINT)
PEOPLED = (repeat.REPEAT_BY_DAY, repeat.RETENTION, churn.OVERDUE, *SATISFIED, satisfaction.NPS)
BEHIND = {metric.slug: metric for metric in PEOPLED}
SPENT = _("What each customer who has ever bought paid in 365 days, less what came back: the mean.")
LIKELY = _("The mean of how probable it is; how sure the model is of each is not in the interval.")
WORTH = _("The mean of what is foreseen; how sure the model is of each is not in the interval.")


@dataclass(frozen=True)
class Number:
    """One figure of both sides. `metric` is known where people stand behind it."""

    name: Words
    meaning: Words
    shown: ShownCompared
    metric: Metric | None = None
    segment: RfmSegment | None = None

    @property
    def here(self) -> Line:
        return self.shown.lines[1]

    @property
    def there(self) -> Line:
        return self.shown.lines[0]

    @property
    def verdict(self) -> Words:
        return WORDS[self.shown.compared.verdict]

    @property
    def is_clear(self) -> bool:
        return self.shown.compared.verdict in {Verdict.BETTER, Verdict.WORSE}


def numbers_of(sides: Sides, currency: str) -> list[Number]:
    """What they buy, what they say, and what is foreseen of them."""

    def number(metric: Metric, first: Counted, second: Counted) -> Number:
        return Number(metric.name, metric.formula, _beside(first, second, metric.unit, currency), metric)

    def mean(name: Words, meaning: Words, first: Counted, second: Counted, unit: Unit = Unit.MONEY) -> Number:
        return Number(name, meaning, _beside(first, second, unit, currency))

    here, there = sides.inside, sides.outside
    return [
        mean(_("Spent in the last 12 months"), SPENT, here.spent, there.spent),
        number(repeat.REPEAT_BY_DAY, here.again, there.again),
        number(repeat.RETENTION, here.back, there.back),
        number(churn.OVERDUE, here.overdue, there.overdue),
        *(number(metric, here.satisfied(metric.slug), there.satisfied(metric.slug)) for metric in SATISFIED),
        number(satisfaction.NPS, here.promoters, there.promoters),
        mean(_("Buys within 90 days"), LIKELY, here.likely, there.likely, Unit.SHARE),
        mean(_("Worth in the next 12 months"), WORTH, here.worth, there.worth),
    ]


def groups_of(sides: Sides) -> list[Number]:
    """The ten groups of lately and often; of those who have bought."""
    here, there, none = sides.inside.segments, sides.outside.segments, Share(0, 0)
    return [
        Number(
            segment.label,
            "",
            _beside(here.get(segment, none), there.get(segment, none), Unit.SHARE),
            segment=segment,
        )
        for segment in RfmSegment
    ]


def _beside(first: Counted, second: Counted, unit: Unit, currency: str = "") -> ShownCompared:
    return ShownCompared(Compared(first, second, unit), currency, (THIS_LIST, THE_OTHERS))
