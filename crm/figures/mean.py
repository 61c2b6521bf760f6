"""A mean, and how much larger one mean is than another."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt
from statistics import fmean
from typing import Self

from crm.figures.limits import Limits, Pair
from crm.figures.student import t_quantile


@dataclass(frozen=True)
class Mean(Limits):
    """The mean of n values, in their unit; `variance` is that of the values (divided by n - 1)."""

    n: int
    value: float | None
    variance: float = 0.0

    @classmethod
    def of(cls, values: Sequence[float]) -> Self:
        """From the values themselves; each of another customer."""
        if not values:
            return cls(0, None)
        mean = fmean(values)
        spread = sum((value - mean) ** 2 for value in values)
        return cls(len(values), mean, spread / (len(values) - 1) if len(values) > 1 else 0.0)

    @property
    def squared_error(self) -> float:
        """The square of the standard error."""
        return self.variance / self.n if self.n > 1 else inf

    def _limits(self) -> tuple[float, float]:
        """Student's interval (1908)."""
        if self.value is None or self.n < 2:
            return -inf, inf
        half = t_quantile(self.n - 1) * sqrt(self.squared_error)
        return self.value - half, self.value + half


@dataclass(frozen=True)
class MeanDifference(Pair[Mean]):
    """The first mean minus the second; the two may spread differently.

    With the *changes* of treated and untreated customers it is the difference in differences.
    """

    @property
    def freedom(self) -> float:
        """Degrees of freedom (Welch 1947; Satterthwaite 1946)."""
        parts = [(mean.squared_error, mean.n - 1) for mean in (self.first, self.second)]
        below = sum(part**2 / free for part, free in parts)
        return sum(part for part, _ in parts) ** 2 / below if below else inf

    def _limits(self) -> tuple[float, float]:
        """Welch's interval (1947)."""
        if self.value is None or self.n < 2:
            return -inf, inf
        half = t_quantile(self.freedom) * sqrt(self.first.squared_error + self.second.squared_error)
        return self.value - half, self.value + half


def difference_in_differences(
    treated: Sequence[tuple[float, float]], others: Sequence[tuple[float, float]]
) -> MeanDifference:
    """How much more the treated changed than the others; each customer as (before, after)."""
    changes = [[after - before for before, after in group] for group in (treated, others)]
    return MeanDifference(Mean.of(changes[0]), Mean.of(changes[1]))
