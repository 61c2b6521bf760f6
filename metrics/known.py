"""From sums to a figure: the interval each metric asks for. Pure."""

from dataclasses import dataclass
from math import inf

from crm.figures.incidence import Incidence
from crm.figures.limits import Figure as Known
from crm.figures.mean import Mean
from crm.figures.poisson import poisson_limits
from crm.figures.promoters import PromoterScore
from crm.figures.share import Share
from metrics.definitions.metric import Interval, Metric, Unit
from metrics.figure import Sums


@dataclass(frozen=True)
class Plain:
    """A number whose interval nobody knows."""

    n: int
    value: float | None
    low: float = -inf
    high: float = inf


def known_of(metric: Metric, sums: Sums) -> Known:
    """The value and the ends of its interval."""
    if metric.is_total:
        return _total(metric, sums)
    return {
        Interval.WILSON: _share,
        Interval.ADJUSTED_WALD: _points,
        Interval.POISSON: _incidence,
        Interval.MEAN: _mean,
    }.get(metric.interval, _plain)(metric, sums)


def _total(metric: Metric, sums: Sums) -> Known:
    ends = (-inf, inf)
    if metric.interval == Interval.POISSON:
        ends = poisson_limits(int(sums.numerator))
    return Plain(int(sums.denominator), float(sums.numerator), *ends)


def _share(metric: Metric, sums: Sums) -> Known:
    return Share(int(sums.numerator), int(sums.denominator))


def _points(metric: Metric, sums: Sums) -> Known:
    up, n, spoke_out = (int(part) for part in (sums.numerator, sums.denominator, sums.squares))
    return PromoterScore((spoke_out + up) // 2, n - spoke_out, (spoke_out - up) // 2)


def _incidence(metric: Metric, sums: Sums) -> Known:
    per = 100 if metric.unit == Unit.PER_HUNDRED else 1
    return Incidence(int(sums.numerator), int(sums.denominator), per)


def _mean(metric: Metric, sums: Sums) -> Known:
    n = int(sums.denominator)
    if not n:
        return Mean(0, None)
    mean = float(sums.numerator) / n
    spread = max(0.0, float(sums.squares) - n * mean * mean)
    return Mean(n, mean, spread / (n - 1) if n > 1 else 0.0)


def _plain(metric: Metric, sums: Sums) -> Known:
    n = int(sums.denominator)
    return Plain(n, float(sums.numerator / sums.denominator) if n else None)
