"""How much larger one figure is than another of its kind, whatever the kind."""

from dataclasses import dataclass
from math import hypot

from crm.figures.limits import Figure, Pair


@dataclass(frozen=True)
class Change(Pair[Figure]):
    """The first figure minus the second, in their unit; they must not share customers.

    A change of two changes is a difference in differences.
    """

    def _limits(self) -> tuple[float, float]:
        """From the two intervals (Zou and Donner 2008); for two shares it is Newcombe's (1998)."""
        one, other = self.first, self.second
        if one.value is None or other.value is None:
            return float("-inf"), float("inf")
        value = one.value - other.value
        down = hypot(one.value - one.low, other.high - other.value)
        up = hypot(one.high - one.value, other.value - other.low)
        return value - down, value + up
