"""What came back of what was spent on customers, and how sure that is."""

from dataclasses import dataclass

from crm.figures.limits import Figure, Limits


@dataclass(frozen=True)
class Returned(Limits):
    """(what they brought more - what it cost) / what it cost, as a part of one.

    `gain` is what one customer brought more than without it, and must be an effect: treated less held out,
    or a difference in differences. Who was chosen is no effect.
    """

    gain: Figure
    customers: int
    cost: float

    @property
    def n(self) -> int:
        return self.gain.n

    @property
    def value(self) -> float | None:
        """None where it cost nothing, or nobody knows."""
        return None if self.gain.value is None or self.cost <= 0 else self._of(self.gain.value)

    def _limits(self) -> tuple[float, float]:
        if self.value is None:
            return float("-inf"), float("inf")
        return self._of(self.gain.low), self._of(self.gain.high)

    def _of(self, gain: float) -> float:
        return (gain * self.customers - self.cost) / self.cost
