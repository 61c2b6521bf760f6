"""Is a figure where the shop wants it to be? Pure."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from metrics.definitions import Good, Metric, Unit
from metrics.figure import Figure
from metrics.shown import written


class Reached(StrEnum):
    """What may be said of a target."""

    MET = "met"
    NOT_MET = "not_met"
    OPEN = "open"  # the target lies within the interval, or there are too few


@dataclass(frozen=True)
class Target:
    """At least so much where more is better, at most where less is."""

    metric: Metric
    typed: Decimal  # a share in per cent

    @property
    def value(self) -> float:
        """In the unit of the figure."""
        return float(self.typed) / (100 if self.metric.unit == Unit.SHARE else 1)

    def reached_by(self, figure: Figure) -> Reached:
        """Only where the whole interval says so; what was simply counted is as it is."""
        display = figure.display
        if display.value is None:
            return Reached.OPEN
        low, high = (display.value,) * 2 if self.metric.is_total else (figure.low, figure.high)
        if self.metric.good == Good.DOWN:
            low, high, target = -high, -low, -self.value
        else:
            target = self.value
        if low >= target:
            return Reached.MET
        return Reached.NOT_MET if high < target else Reached.OPEN

    def words(self, currency: str) -> str:
        """At least 80%."""
        value = written(self.value, self.metric.unit, currency)
        return (_("at most %s") if self.metric.good == Good.DOWN else _("at least %s")) % value
