"""How one figure went through time, and how it differs by place and channel."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from crm.shop.models import Location
from customers.models import Channel
from metrics.breakdowns import Breakdown
from metrics.definitions import Metric, Span
from metrics.figure import Figure, Sums
from metrics.lens import Lens
from metrics.period import Period, Step
from metrics.series import figure_of, joined, rows_of, summed, sums_in, trend_of

# How far back each step looks.
LONG: dict[Step, int] = {Step.WEEK: 26 * 7, Step.MONTH: 365}
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Point:
    """One step of a trend."""

    figure: Figure
    step: Step
    is_over: bool  # a week or month that goes on is no less for it

    @property
    def label(self) -> str:
        """How the step is called."""
        first = self.figure.period.first or self.figure.period.last
        if self.step == Step.MONTH:
            return date_format(first, "M Y")
        return date_format(first, "SHORT_DATE_FORMAT")


def points_of(metric: Metric, lens: Lens, step: Step) -> list[Point]:
    """The trend that ends where the lens does, in whole steps from its beginning."""
    asked = Period.rolling(LONG[step], lens.last)
    begin = step.begin(asked.first or lens.last)
    figures = trend_of(metric, Period(begin, lens.last), step, location=lens.location, channel=lens.channel)
    return [Point(figure, step, _is_over(figure, step)) for figure in figures]


def _is_over(figure: Figure, step: Step) -> bool:
    """The day after the last belongs to the next one."""
    after = figure.period.last + A_DAY
    return step.begin(after) == after


def split(metric: Metric, lens: Lens, *, by: str) -> list[tuple[str, Figure]]:
    """The figure at each place, or by each channel; nothing where it is not kept so, or there is only one."""
    if metric.span == Span.ROWS or not (metric.by_place if by == "location" else metric.by_channel):
        return []
    period, names = lens.period(metric), _names(by)
    parts = [
        (names.get(key) or str(_("not known")), figure_of(metric, period, sums))
        for key, sums in _sums_by(metric, period, lens, by).items()
    ]
    return sorted(parts, key=lambda part: -part[1].n) if len(parts) > 1 else []


def split_further(metric: Metric, lens: Lens, way: Breakdown) -> list[tuple[str, Figure]]:
    """The figure by colleague, by cause, by how they found us; those that rest on most first."""
    period = lens.period(metric)
    parts = [(name, figure_of(metric, period, sums)) for name, sums in way.parts(metric.slug, lens).items()]
    return sorted(parts, key=lambda part: -part[1].n)


def parts_of(metric: Metric, period: Period, lens: Lens, *, by: str) -> dict[str, int]:
    """How many each place or channel adds to a total."""
    names = _names(by)
    sums = _sums_by(metric, period, lens, by)
    return {names.get(key) or str(_("not known")): int(each.numerator) for key, each in sums.items()}


def _names(by: str) -> dict[Any, str]:
    if by == "channel":
        return {value: str(label) for value, label in Channel.choices}
    return {place.pk: place.name for place in Location.objects.all()}


def _sums_by(metric: Metric, period: Period, lens: Lens, by: str) -> dict[Any, Sums]:
    first, last = metric.days_of(period)
    place, channel = (None, lens.channel) if by == "location" else (lens.location, "")
    rows = rows_of(metric, place, channel).filter(on__gte=first or date.min, on__lte=last)
    found: dict[Any, dict[str, Sums]] = defaultdict(dict)
    for row in summed(rows.values(by, "metric")):
        found[row[by]][row["metric"]] = sums_in(row)
    return {key: joined(metric, sums) for key, sums in found.items()}
