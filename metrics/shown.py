"""A reading as people read it: the same words on a page, in a mail and in a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.figures.display import Arrow, Manner
from crm.figures.share import FEW
from crm.web.templatetags.amounts import money, number, percent, signed
from metrics.band import Band, band_of
from metrics.definitions import Interval, Metric, Unit
from metrics.definitions.metric import Words
from metrics.figure import Figure
from metrics.goals.aim import Aim
from metrics.reading import Reading

MANY = 2  # what is no whole number is said in the plural
CERTAINTY: dict[Interval, Words] = {
    Interval.NONE: gettext_lazy("It is a sum: nothing about it is uncertain but what was not entered."),
    Interval.WILSON: gettext_lazy("95 % interval for a share (Wilson 1927)."),
    Interval.ADJUSTED_WALD: gettext_lazy("95 % interval with three answers added (Rocks 2016)."),
    Interval.POISSON: gettext_lazy("Exact 95 % interval for a count (Garwood 1936)."),
    Interval.BOOTSTRAP: gettext_lazy("95 % interval by drawing customers again and again (bootstrap)."),
    Interval.ORDER_STATISTIC: gettext_lazy("95 % interval from the order of the times, open cases included."),
    Interval.MEAN: gettext_lazy("95 % interval of a mean (Student)."),
}


def written(value: float, unit: Unit, currency: str) -> str:
    """£1,234, 62%, +38, 2.5 hours."""
    match unit:
        case Unit.MONEY:
            return money(round(value, 2), currency)
        case Unit.SHARE:
            return percent(value)
        case Unit.POINTS:
            return signed(round(value))
        case Unit.HOURS | Unit.DAYS:
            return _lasting(value, unit)
        case Unit.COUNT:
            return number(round(value))
    return number(round(value, 1))


def _lasting(value: float, unit: Unit) -> str:
    if unit == Unit.DAYS:
        return _days(value)
    if value < 1:
        minutes = round(value * 60)
        return ngettext("%d minute", "%d minutes", minutes) % minutes
    if value < 48:
        hours = round(value, 1)
        return ngettext("%s hour", "%s hours", counted_as(hours)) % number(hours)
    return _days(value / 24)


def _days(value: float) -> str:
    days = round(value, 1)
    return ngettext("%s day", "%s days", counted_as(days)) % number(days)


def counted_as(shown: float) -> int:
    """Which form of the noun stands behind a number as it is shown: 1 day, 1.5 days."""
    return int(abs(shown)) if shown == int(shown) else MANY


@dataclass(frozen=True)
class Shown:
    """One reading in the shop's currency."""

    reading: Reading
    currency: str
    aims: Sequence[Aim] = ()  # our target, and what others report

    @property
    def metric(self) -> Metric:
        return self.reading.metric

    @property
    def slug(self) -> str:
        return self.metric.slug

    @property
    def name(self) -> Words:
        return self.metric.name

    @property
    def has_value(self) -> bool:
        """Is there enough for a figure, not only for counts?"""
        return self.reading.display.value is not None

    @property
    def is_small(self) -> bool:
        return self.reading.display.manner == Manner.SMALL_SAMPLE

    @property
    def value(self) -> str:
        """The figure; its counts where there are too few; or that there is nothing to count."""
        return self._value_of(self.reading.figure)

    def _value_of(self, figure: Figure) -> str:
        display = figure.display
        if display.manner == Manner.NO_DATA:
            return _("no data")
        if display.value is None:
            return self._too_few(figure)
        return written(display.value, self.metric.unit, self.currency)

    def _too_few(self, figure: Figure) -> str:
        if figure.n >= FEW:
            return _("not known yet")
        if self.metric.unit in {Unit.SHARE, Unit.PER_HUNDRED, Unit.HOURS, Unit.DAYS} and figure.k is not None:
            return _("%(k)s of %(n)s") % {"k": number(figure.k), "n": number(figure.n)}
        return ngettext("only %d so far", "only %d so far", figure.n) % figure.n

    @cached_property
    def counts(self) -> str:
        """18 of 20: answers of 4 or 5, of answers."""
        figure, metric = self.reading.figure, self.metric
        if metric.is_total or figure.k is None or not figure.n:
            return "" if not metric.is_money else _("%(n)s %(of)s") % self._of
        if metric.unit in {Unit.POINTS, Unit.STARS}:
            return _("%(n)s %(of)s") % self._of
        return _("%(k)s %(did)s of %(n)s %(of)s") % self._of

    @property
    def _of(self) -> dict[str, str]:
        figure = self.reading.figure
        return {
            "n": number(figure.n),
            "of": self.metric.denominator.of(figure.n),
            "k": number(figure.k),
            "did": self.metric.numerator.of(figure.k or 0),
        }

    @cached_property
    def interval(self) -> str:
        """Between which two it lies."""
        low, high = self.reading.display.low, self.reading.display.high
        if not self.has_value or (low is None and high is None):
            return ""
        ends = {
            "low": "" if low is None else written(low, self.metric.unit, self.currency),
            "high": "" if high is None else written(high, self.metric.unit, self.currency),
        }
        if high is None:
            return _("at least %(low)s") % ends
        return _("between %(low)s and %(high)s") % ends if low is not None else _("at most %(high)s") % ends

    @property
    def band(self) -> Band | None:
        """Where the interval lies on its scale."""
        return band_of(self.metric, self.reading.display)

    @property
    def certainty(self) -> Words:
        """By which method."""
        return CERTAINTY[self.metric.interval]

    @cached_property
    def comparison(self) -> str:
        """What can be said against the former figure; that nothing clear has changed is also something."""
        former, against = self.reading.former, self.reading.against
        if former is None or against is None or not (former.n or self.metric.is_total):
            return ""
        then = {"then": self._value_of(former), "when": str(against.words)}
        match self.reading.arrow:
            case Arrow.UP:
                return _("More than %(when)s: %(then)s") % then
            case Arrow.DOWN:
                return _("Less than %(when)s: %(then)s") % then
            case Arrow.NO_CLEAR_CHANGE:
                return _("No clear change: %(then)s %(when)s") % then
        return _("%(then)s %(when)s") % then
