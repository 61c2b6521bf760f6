"""The Net Promoter Score, and how sure it is. Points from -100 to 100, never percent."""

from dataclasses import dataclass
from math import sqrt

from crm.figures.limits import Limits
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
        n = self.n + ADDED
        up, down = (self.promoters + ADDED_AT_AN_END) / n, (self.detractors + ADDED_AT_AN_END) / n
        middle = up - down
        half = Z * sqrt((up + down - middle**2) / n)
        return max(-100.0, 100 * (middle - half)), min(100.0, 100 * (middle + half))
