"""How often something happens: complaints per 100 orders, referrals per active customer."""

from dataclasses import dataclass

from crm.figures.limits import Limits
from crm.figures.poisson import poisson_limits


@dataclass(frozen=True)
class Incidence(Limits):
    """k events in n orders (or customers, or days), written per 100 of them unless asked otherwise."""

    k: int
    n: int
    per: int = 100

    @property
    def value(self) -> float | None:
        """Nothing they could have happened in is no rate."""
        return self.per * self.k / self.n if self.n else None

    def _limits(self) -> tuple[float, float]:
        """Exact Poisson limits (Garwood 1936)."""
        if not self.n:
            return 0.0, float("inf")
        low, high = poisson_limits(self.k)
        return self.per * low / self.n, self.per * high / self.n
