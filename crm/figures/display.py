"""What may be said of a figure: one rule for pages, API, exports and mails."""

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from crm.figures.limits import Figure
from crm.figures.share import FEW, SMALL


class Manner(StrEnum):
    """How a figure may be shown, by the n it stands on."""

    NO_DATA = "no_data"
    COUNTS_ONLY = "counts_only"  # "4 of 5 satisfied": no percentage, arrow or colour
    SMALL_SAMPLE = "small_sample"  # with its interval, without an arrow
    FULL = "full"


class Arrow(StrEnum):
    """What may be said of a comparison."""

    NONE = "none"  # too few on one side, or nothing to compare with
    NO_CLEAR_CHANGE = "no_clear_change"
    UP = "up"
    DOWN = "down"


def manner_of(n: int) -> Manner:
    """The rules common to all displays."""
    if not n:
        return Manner.NO_DATA
    if n < FEW:
        return Manner.COUNTS_ONLY
    return Manner.SMALL_SAMPLE if n < SMALL else Manner.FULL


def arrow_of(change: Figure | None) -> Arrow:
    """Only when both sides have enough, and only when no change at all lies outside the interval."""
    if change is None or change.value is None or change.n < SMALL:
        return Arrow.NONE
    if change.low <= 0 <= change.high:
        return Arrow.NO_CLEAR_CHANGE
    return Arrow.UP if change.value > 0 else Arrow.DOWN


@dataclass(frozen=True)
class Display:
    """A figure as it may leave the house: what must not be said is None.

    `k` is given only where there is one to count.
    """

    manner: Manner
    n: int
    k: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    arrow: Arrow = Arrow.NONE


def display_of(figure: Figure, change: Figure | None = None) -> Display:
    """The figure, and against what it is compared, by the rules."""
    manner, k = manner_of(figure.n), getattr(figure, "k", None)
    if manner in {Manner.NO_DATA, Manner.COUNTS_ONLY}:
        return Display(manner, figure.n, k)
    low, high = _said(figure.low), _said(figure.high)
    arrow = arrow_of(change) if manner == Manner.FULL else Arrow.NONE
    return Display(manner, figure.n, k, figure.value, low, high, arrow)


def _said(end: float) -> float | None:
    """An open end is said as none."""
    return end if isfinite(end) else None
