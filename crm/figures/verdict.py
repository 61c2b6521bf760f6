"""Did it help? Four words, and no others."""

from enum import StrEnum

from crm.figures.limits import Figure
from crm.figures.share import SMALL

ONE_IN_TWENTY = 0.05


class Verdict(StrEnum):
    """What may be said of something that was changed."""

    BETTER = "better"
    WORSE = "worse"
    NO_CLEAR_CHANGE = "no_clear_change"
    TOO_EARLY = "too_early"


def verdict_of(change: Figure | None, *, up_is_good: bool, chance: float | None = None) -> Verdict:
    """By the exact test where there is one (`chance` is its result), else by the interval of the change."""
    if change is None or change.value is None or change.n < SMALL:
        return Verdict.TOO_EARLY
    is_clear = not change.low <= 0 <= change.high if chance is None else chance < ONE_IN_TWENTY
    if not is_clear or not change.value:
        return Verdict.NO_CLEAR_CHANGE
    return Verdict.BETTER if (change.value > 0) == up_is_good else Verdict.WORSE


def still_missing(n: int) -> int:
    """How many more are needed before a verdict."""
    return max(0, SMALL - n)
