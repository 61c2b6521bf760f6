"""What an improvement watches, as a figure with the right test."""

from collections.abc import Callable
from dataclasses import dataclass

from crm.figures.incidence import Incidence
from crm.figures.promoters import PromoterScore
from crm.figures.share import Share
from feedback.models import Response, Survey, SurveyKind
from feedback.questions import Band
from feedback.watched import CAUSE, SURVEY, count_watched
from metrics.definitions import METRICS, Unit
from metrics.effects.compared import Compared, Counted
from metrics.period import Period
from metrics.series import value_of


@dataclass(frozen=True)
class Gauge:
    """Texts that bring something up, happy answers, a score, or complaints per 100 orders."""

    count: Callable[[Period], Counted]
    unit: Unit = Unit.SHARE
    up_is_good: bool = False

    def compare(self, since: Period, before: Period) -> Compared:
        """The days since, against the days before."""
        return Compared(self.count(since), self.count(before), self.unit, self.up_is_good)


def gauge_of(key: str) -> Gauge:
    """By the key an improvement keeps (feedback/watched.py)."""
    kind, _colon, number = key.partition(":")
    if kind == CAUSE:
        return Gauge(lambda period: _per_hundred_orders(key, period), Unit.PER_HUNDRED)
    if kind != SURVEY:
        return Gauge(lambda period: _share(key, period))
    if Survey.objects.filter(pk=number, kind=SurveyKind.LIKELY).exists():
        return Gauge(lambda period: _score(int(number), period), Unit.POINTS, up_is_good=True)
    return Gauge(lambda period: _share(key, period), up_is_good=True)


def _share(key: str, period: Period) -> Share:
    counted = count_watched(key, period.first or period.last, period.last)
    return Share(counted.k, counted.n) if counted else Share(0, 0)


def _score(survey: int, period: Period) -> PromoterScore:
    rows = Response.objects.counting().filter(survey=survey)
    rows = rows.filter(confirmed_at__date__gte=period.first, confirmed_at__date__lte=period.last)
    bands = list(rows.exclude(band="").values_list("band", flat=True))
    return PromoterScore(*(bands.count(band) for band in (Band.HIGH, Band.MIDDLE, Band.LOW)))


def _per_hundred_orders(key: str, period: Period) -> Incidence:
    counted = count_watched(key, period.first or period.last, period.last)
    orders = value_of(METRICS["orders"], period).numerator
    return Incidence(counted.k if counted else 0, int(orders))
