"""A figure beside the one it is compared with, and what may be said of the two."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from crm.figures.change import Change
from crm.figures.display import Arrow, Display, Manner, arrow_of
from metrics.definitions import Good, Interval, Metric
from metrics.figure import Figure
from metrics.lens import Against, Lens
from metrics.models import DailySum
from metrics.series import in_force, values_of


@dataclass(frozen=True)
class Reading:
    """What one dial of the board shows."""

    figure: Figure
    former: Figure | None = None
    against: Against | None = None

    @property
    def metric(self) -> Metric:
        return self.figure.metric

    @property
    def display(self) -> Display:
        return self.figure.display

    @cached_property
    def arrow(self) -> Arrow:
        """Up or down only where the interval of the difference leaves nought out; money has none."""
        if self.former is None or self.metric.interval == Interval.NONE:
            return Arrow.NONE
        is_full = self.display.manner == Manner.FULL and self.former.display.manner == Manner.FULL
        return arrow_of(Change(self.figure, self.former)) if is_full else Arrow.NONE

    @property
    def tone(self) -> str:
        """Is that good? Empty where nothing clear has changed."""
        if self.arrow not in {Arrow.UP, Arrow.DOWN} or self.metric.good == Good.NEITHER:
            return ""
        return "good" if self.arrow == str(self.metric.good) else "bad"


def opened_on() -> date | None:
    """The first day anything was counted; None while nothing was."""
    return DailySum.objects.filter(metric="orders").order_by("on").values_list("on", flat=True).first()


def readings_of(metrics: Iterable[Metric], lens: Lens) -> dict[str, Reading]:
    """Each of these with its comparison, by the name it was asked by; a fixed number of questions."""
    opened, asked = opened_on(), {metric.slug: in_force(metric) for metric in metrics}
    against = {slug: lens.against(metric, opened) for slug, metric in asked.items()}
    now = [(metric, lens.period(metric)) for metric in asked.values()]
    then = [(asked[slug], former.period) for slug, former in against.items() if former]
    figures = iter(values_of([*now, *then], location=lens.location, channel=lens.channel))
    current = {slug: next(figures) for slug in asked}
    return {
        slug: Reading(figure, next(figures) if against[slug] else None, against[slug])
        for slug, figure in current.items()
    }
