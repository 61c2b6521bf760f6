"""k of n, and how sure that is."""

from dataclasses import dataclass
from math import sqrt

from crm.figures.limits import Limits

Z = 1.959963984540054  # 95 %
FEW = 5  # fewer than this: no percentage at all
SMALL = 30  # fewer than this: a percentage, but no arrow


@dataclass(frozen=True)
class Share(Limits):
    """A rate that remembers its k and its n."""

    k: int
    n: int

    @property
    def rate(self) -> float | None:
        """Nothing to divide by is no rate."""
        return self.k / self.n if self.n else None

    @property
    def value(self) -> float | None:
        """What every figure calls its value; as a part of one."""
        return self.rate

    @property
    def is_few(self) -> bool:
        """Too few to say: show the counts only."""
        return self.n < FEW

    @property
    def is_small(self) -> bool:
        return self.n < SMALL

    def _limits(self) -> tuple[float, float]:
        """The Wilson score interval (1927)."""
        if not self.n:
            return 0.0, 1.0
        p, n = self.k / self.n, self.n
        scale = 1 + Z**2 / n
        middle = (p + Z**2 / (2 * n)) / scale
        half = Z * sqrt(p * (1 - p) / n + Z**2 / (4 * n**2)) / scale
        return max(0.0, middle - half), min(1.0, middle + half)
