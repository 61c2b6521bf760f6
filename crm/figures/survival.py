"""How long cases take when some are still open: leaving those out would flatter."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import exp, inf, log, sqrt

from crm.figures.limits import Limits
from crm.figures.share import Z


@dataclass(frozen=True)
class StillOpen:
    """The share still open after `time`, with its limits."""

    time: float
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Waiting(Limits):
    """After what time `part` of the cases are closed, in the unit of the times.

    `closed` holds how long each closed case took, `waiting` how long each open one has waited.
    Infinite is "not yet": too many are still open to say.
    """

    closed: tuple[float, ...]
    waiting: tuple[float, ...] = ()
    part: float = 0.5

    @property
    def n(self) -> int:
        return len(self.closed) + len(self.waiting)

    @property
    def value(self) -> float | None:
        """None when nothing is known yet, or less than `part` are closed."""
        at = self._reached((step.time, step.share) for step in self.curve)
        return None if at == inf else at

    @cached_property
    def curve(self) -> list[StillOpen]:
        """One step a closing time (Kaplan and Meier 1958; variance: Greenwood 1926)."""
        closing, leaving = Counter(self.closed), Counter(self.waiting)
        at_risk, share, variance, steps = self.n, 1.0, 0.0, []
        for time in sorted(closing.keys() | leaving.keys()):
            ended = closing[time]
            if ended:
                share *= 1 - ended / at_risk
                variance += ended / (at_risk * (at_risk - ended)) if ended < at_risk else inf
                steps.append(StillOpen(time, share, *_around(share, variance)))
            at_risk -= ended + leaving[time]
        return steps

    def _limits(self) -> tuple[float, float]:
        """Where the limits of the curve pass the same share (Brookmeyer and Crowley 1982)."""
        if not self.curve:
            return -inf, inf
        low = self._reached((step.time, step.low) for step in self.curve)
        return (-inf if low == inf else low), self._reached((step.time, step.high) for step in self.curve)

    def _reached(self, steps: Iterable[tuple[float, float]]) -> float:
        left = 1 - self.part + 1e-12  # a share of exactly one half is half, whatever its last digit
        return next((time for time, share in steps if share <= left), inf)


def _around(share: float, variance: float) -> tuple[float, float]:
    """Limits that stay between none and all (log-log: Kalbfleisch and Prentice 1980)."""
    if share <= 0:
        return 0.0, 1.0
    reach = Z * sqrt(variance) / -log(share)
    return share ** exp(reach), share ** exp(-reach)
