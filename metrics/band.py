"""An interval as a thin band on a scale from 0 to 100. Pure."""

from dataclasses import dataclass

from crm.figures.display import Display
from metrics.definitions import Metric, Unit

SCALES: dict[Unit, tuple[float, float]] = {
    Unit.SHARE: (0.0, 1.0),
    Unit.POINTS: (-100.0, 100.0),
    Unit.STARS: (1.0, 5.0),
}
ROOM = 1.25
THINNEST = 1.0


@dataclass(frozen=True)
class Band:
    """From where to where, and where the figure itself stands; `middle` is the scale's nought, if inside."""

    start: float
    width: float
    at: float
    nought: float | None = None


def band_of(metric: Metric, display: Display) -> Band | None:
    """None where there is no interval to show."""
    value, low, high = display.value, display.low, display.high
    if value is None or (low is None and high is None):
        return None
    bottom, top = SCALES.get(metric.unit, (0.0, ROOM * max(value, high or 0.0, 1.0)))
    start = _place(bottom if low is None else low, bottom, top)
    end = _place(top if high is None else high, bottom, top)
    nought = 50.0 if metric.unit == Unit.POINTS else None
    return Band(start, max(THINNEST, round(end - start, 1)), _place(value, bottom, top), nought)


def _place(value: float, bottom: float, top: float) -> float:
    return round(100 * min(1.0, max(0.0, (value - bottom) / (top - bottom))), 1)
