"""The time within which half (or nine in ten) were answered, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, inf, lgamma, log, sqrt

from crm.figures.limits import Limits

TAIL = 0.025  # on each side
FAR = 10  # standard deviations; beyond them nothing is left to add


@dataclass(frozen=True)
class Quantile(Limits):
    """The value that `part` of all lie below, in their unit; the values come sorted, one a case."""

    values: Sequence[float]
    part: float = 0.5

    @property
    def n(self) -> int:
        return len(self.values)

    @property
    def value(self) -> float | None:
        """Between two values in proportion, as PostgreSQL's percentile_cont does it."""
        if not self.values:
            return None
        place = self.part * (self.n - 1)
        before = int(place)
        after = min(before + 1, self.n - 1)
        return self.values[before] + (place - before) * (self.values[after] - self.values[before])

    def _limits(self) -> tuple[float, float]:
        """Two of the values themselves (order statistics: Thompson 1936); a half needs n ≥ 6."""
        low, high = quantile_ranks(self.n, self.part)
        return (
            self.values[low - 1] if low else -inf,
            self.values[high - 1] if high <= self.n else inf,
        )


@lru_cache(maxsize=4096)
def quantile_ranks(n: int, part: float = 0.5) -> tuple[int, int]:
    """Which of n sorted values (from 1) bound the quantile: 0 is none below, n + 1 none above."""
    low, high, total = 0, n + 1, 0.0
    for rank, chance in _binomial(n, part):
        total += chance  # that at most `rank` of them lie below the quantile
        if total <= TAIL:
            low = rank + 1
        if total >= 1 - TAIL:
            high = rank + 1
            break
    return low, high


def _binomial(n: int, part: float) -> list[tuple[int, float]]:
    """(k, chance of k in n) from where it begins to matter to where it no longer does."""
    middle, reach = n * part, FAR * sqrt(n * part * (1 - part)) + FAR
    first, last = max(0, int(middle - reach)), min(n, int(middle + reach))
    ways = lgamma(n + 1) - lgamma(first + 1) - lgamma(n - first + 1)
    chance = exp(ways + first * log(part) + (n - first) * log(1 - part))
    found = []
    for k in range(first, last + 1):
        found.append((k, chance))
        chance *= (n - k) / (k + 1) * part / (1 - part)
    return found
