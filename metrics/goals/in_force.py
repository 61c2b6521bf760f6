"""The shop's targets for what somebody looks at."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from metrics.definitions import METRICS, Good, Metric
from metrics.definitions.churn import SILENT_FOR
from metrics.figure import Figure
from metrics.goals.aim import Aim
from metrics.goals.industry import INDUSTRY, Industry
from metrics.goals.target import Reached, Target
from metrics.lens import Lens
from metrics.models import Goals
from metrics.reading import Reading
from metrics.shown import Shown, written

# The shop's own number of days stands for all of them.
HIDDEN = {metric.slug for metric in SILENT_FOR.values()}
WITH_A_DIRECTION: list[Metric] = [
    metric for metric in METRICS.values() if metric.good != Good.NEITHER and metric.slug not in HIDDEN
]


@dataclass(frozen=True)
class GoalsInForce:
    """Read once a page."""

    goals: Goals
    lens: Lens
    currency: str

    @classmethod
    def now(cls, lens: Lens, currency: str) -> "GoalsInForce":
        return cls(Goals.current(), lens, currency)

    def target_of(self, metric: Metric) -> Target | None:
        """A sum has its target only for its usual days, and for the whole shop."""
        typed = self.goals.targets.get(metric.slug)
        if typed is None or (metric.is_total and self._is_narrowed(metric)):
            return None
        return Target(metric, Decimal(typed))

    def shown(self, slug: str, reading: Reading) -> Shown:
        """The figure that was asked for by this name, with its aims below it."""
        return Shown(reading, self.currency, list(self._aims(METRICS[slug], reading.figure)))

    def others(self, slug: str) -> Industry | None:
        """What others report, where somebody wants to see it and something was found."""
        return INDUSTRY.get(slug) if self.goals.shows_industry else None

    def _aims(self, metric: Metric, figure: Figure) -> Iterator[Aim]:
        if target := self.target_of(metric):
            said = {"target": target.words(self.currency)}
            yield {
                Reached.MET: Aim(_("Target %(target)s: met") % said, "good"),
                Reached.NOT_MET: Aim(_("Target %(target)s: not met") % said, "bad"),
                Reached.OPEN: Aim(_("Target %(target)s: cannot be said yet") % said),
            }[target.reached_by(figure)]
        if others := self.others(metric.slug):
            ends = [written(end, metric.unit, self.currency) for end in (others.low, others.high)]
            yield Aim(_("Others: %(low)s to %(high)s") % {"low": ends[0], "high": ends[1]})

    def _is_narrowed(self, metric: Metric) -> bool:
        days = self.lens.days
        return bool(self.lens.location or self.lens.channel or (days and days != metric.days))
