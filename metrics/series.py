"""Figures and their trends, from the daily sums: what a page asks costs the same however much was bought."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from crm.figures.limits import Figure as Known
from crm.shop.models import Location
from metrics.cases import CASES, LookedUp
from metrics.counting.figures import sums_of
from metrics.definitions import Interval, Metric, Span
from metrics.definitions.churn import SILENT, SILENT_FOR
from metrics.figure import Figure, Sums
from metrics.intervals import kept_of
from metrics.known import known_of
from metrics.models import Count, DailySum
from metrics.period import Period, Step

OF_DAYS = ("numerator", "denominator", "squares")


class Running:
    """Sums until each day, so that every step of a trend is one of them less another."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._days: dict[str, list[date]] = defaultdict(list)
        self._until: dict[str, list[Sums]] = defaultdict(lambda: [Sums()])
        for row in rows:
            self._days[row["metric"]].append(row["on"])
            self._until[row["metric"]].append(self._until[row["metric"]][-1] + sums_in(row))

    def sums_of(self, metric: Metric, period: Period) -> dict[str, Sums]:
        """What the days of one step come to, by the name of the rows."""
        first, last = metric.days_of(period)
        return {
            name: self._until[name][bisect_right(days, last)]
            - self._until[name][bisect_left(days, first) if first else 0]
            for name, days in self._days.items()
        }


def value_of(
    metric: Metric, period: Period, *, location: Location | None = None, channel: str = ""
) -> Figure:
    """The figure of one period; of the whole shop where the metric is not kept by place or way."""
    return values_of([(metric, period)], location=location, channel=channel)[0]


def values_of(
    wanted: Sequence[tuple[Metric, Period]], *, location: Location | None = None, channel: str = ""
) -> list[Figure]:
    """Many figures at once, for a page of them: their sums are one question."""
    as_of, said = Count.as_of(), [(in_force(metric), period) for metric, period in wanted]
    sums, looked_up = sums_of(said, location, channel), LookedUp(location)
    figures = [
        _of_cases(metric, period, looked_up, as_of)
        if metric.span == Span.ROWS
        else figure_of(metric, period, each, as_of)
        for (metric, period), each in zip(said, sums, strict=True)
    ]
    return figures if location or channel else [_with_kept_ends(figure) for figure in figures]


def trend_of(
    metric: Metric, period: Period, step: Step, *, location: Location | None = None, channel: str = ""
) -> list[Figure]:
    """One figure a step, the earliest first; the last step may not be over yet."""
    metric, as_of, steps = in_force(metric), Count.as_of(), period.steps(step)
    if metric.span == Span.ROWS:
        return [_of_cases(metric, each, LookedUp(location), as_of) for each in steps]
    first, last = metric.days_of(period)
    rows = rows_of(metric, location, channel).filter(on__gte=first or date.min, on__lte=last)
    running = Running(summed(rows.values("metric", "on").order_by("on")))
    return [figure_of(metric, each, joined(metric, running.sums_of(metric, each)), as_of) for each in steps]


def in_force(metric: Metric) -> Metric:
    """Silence is said with its number of days, which is the shop's own."""
    if metric != SILENT:
        return metric
    return SILENT_FOR[Count.silence()]


def _with_kept_ends(figure: Figure) -> Figure:
    """What takes too long to compute now was computed by night, for the periods pages begin with."""
    is_kept = figure.metric.interval == Interval.BOOTSTRAP and not figure.metric.is_total
    ends = kept_of(figure.metric.slug, figure.period) if is_kept else None
    return replace(figure, low=ends[0], high=ends[1]) if ends else figure


def rows_of(metric: Metric, location: Location | None, channel: str) -> QuerySet[DailySum]:
    """The days of a metric, and of the one it is a part of, at one place or by one way."""
    rows = DailySum.objects.filter(metric__in={metric.stored, metric.over} - {""}).order_by()
    if location is not None and metric.by_place:
        rows = rows.filter(location=location)
    if channel and metric.by_channel:
        rows = rows.filter(channel=channel)
    return rows


def summed(rows: Any) -> Iterable[dict[str, Any]]:
    """The days put together, by whatever values() of them were asked for."""
    found: Iterable[dict[str, Any]] = rows.annotate(**{f"all_{name}": Sum(name) for name in OF_DAYS})
    return found


def sums_in(row: Mapping[str, Any]) -> Sums:
    """The sums of one row that was summed."""
    return Sums(*(row[f"all_{name}"] for name in OF_DAYS))


def joined(metric: Metric, sums: Mapping[str, Sums]) -> Sums:
    """What the days of a metric come to, over those of another where it is a part of them."""
    own = sums.get(metric.stored, Sums())
    if not metric.over:
        return own
    return Sums(own.numerator, sums.get(metric.over, Sums()).numerator, own.squares)


def _of_cases(metric: Metric, period: Period, looked_up: LookedUp, as_of: datetime | None) -> Figure:
    known, closed = looked_up.of(CASES[metric.slug], period)
    sums = Sums(Decimal(closed), Decimal(known.n))
    return _shown(metric, period, sums, known, as_of)


def figure_of(metric: Metric, period: Period, sums: Sums, as_of: datetime | None = None) -> Figure:
    """A figure with its interval."""
    return _shown(metric, period, sums, known_of(metric, sums), as_of)


def _shown(metric: Metric, period: Period, sums: Sums, known: Known, as_of: datetime | None) -> Figure:
    return Figure(
        metric=metric,
        period=period,
        numerator=sums.numerator,
        denominator=sums.denominator,
        value=known.value,
        low=known.low,
        high=known.high,
        as_of=as_of,
    )
