"""How much larger one share is than another, and how sure that is."""

from dataclasses import dataclass
from math import sqrt

from crm.figures.limits import Pair
from crm.figures.share import Share


@dataclass(frozen=True)
class Difference(Pair[Share]):
    """The first share minus the second, as parts of one."""

    @property
    def could_be_chance(self) -> bool:
        """No difference at all lies within the interval."""
        return self.low <= 0 <= self.high

    def _limits(self) -> tuple[float, float]:
        """Newcombe's hybrid score interval (Statistics in Medicine 17, 1998, method 10)."""
        value = self.value
        if value is None:
            return -1.0, 1.0
        one, other = self.first.rate or 0.0, self.second.rate or 0.0
        down = sqrt((one - self.first.low) ** 2 + (self.second.high - other) ** 2)
        up = sqrt((self.first.high - one) ** 2 + (other - self.second.low) ** 2)
        return max(-1.0, value - down), min(1.0, value + up)
