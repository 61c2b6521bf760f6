"""The Net Promoter Score, and how sure it is. Points from -100 to 100, never percent."""

from dataclasses import dataclass
from math import sqrt

from crm.figures.limits import Limits, Pair
from crm.figures.share import FEW, SMALL, Z

# Added before the interval is computed (adjusted Wald: Rocks 2016; Lewis and Sauro 2021).
ADDED, ADDED_AT_AN_END = 3, 0.75


@dataclass(frozen=True)
class PromoterScore(Limits):
    """Promoters (9 and 10) less detractors (0 to 6), of all who answered."""

    promoters: int
    passives: int
    detractors: int

    @property
    def n(self) -> int:
        return self.promoters + self.passives + self.detractors

    @property
    def value(self) -> float | None:
        """Nothing to divide by is no score."""
        return 100 * (self.promoters - self.detractors) / self.n if self.n else None

    @property
    def is_few(self) -> bool:
        """Too few to say: show the counts only."""
        return self.n < FEW

    @property
    def is_small(self) -> bool:
        return self.n < SMALL

    def _limits(self) -> tuple[float, float]:
        middle, variance = self.adjusted()
        half = Z * sqrt(variance)
        return max(-100.0, middle - half), min(100.0, middle + half)

    def adjusted(self) -> tuple[float, float]:
        """The score and its variance, in points, with the added answers."""
        n = self.n + ADDED
        up, down = (self.promoters + ADDED_AT_AN_END) / n, (self.detractors + ADDED_AT_AN_END) / n
        return 100 * (up - down), 100**2 * (up + down - (up - down) ** 2) / n


@dataclass(frozen=True)
class PromoterDifference(Pair[PromoterScore]):
    """The score of one survey minus that of another, in points."""

    def _limits(self) -> tuple[float, float]:
        """The adjusted variances, summed (Lewis and Sauro 2021)."""
        (one, its), (other, others) = self.first.adjusted(), self.second.adjusted()
        half = Z * sqrt(its + others)
        return max(-200.0, one - other - half), min(200.0, one - other + half)
