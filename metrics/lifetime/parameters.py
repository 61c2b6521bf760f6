"""The four numbers that say how a shop's customers come back."""

from dataclasses import dataclass
from enum import Enum
from typing import Self

import numpy as np

from metrics.lifetime.histories import Floats


class Dropout(Enum):
    """When a customer may leave for good."""

    AFTER_ANY = "MBG/NBD"  # Batislam, Denizel and Filiztekin 2007; Hoppe and Wagner 2007
    AFTER_A_REPEAT = "BG/NBD"  # Fader, Hardie and Lee 2005; for tests: every one-timer is alive for ever

    @property
    def first(self) -> int:
        """1 when the first purchase may already be the last."""
        return 1 if self is Dropout.AFTER_ANY else 0


@dataclass(frozen=True)
class Parameters:
    """Purchases a day are Gamma(r, rate alpha); the chance to leave after each is Beta(a, b).

    `alpha` is in the unit of the times (days).
    """

    r: float
    alpha: float
    a: float
    b: float
    dropout: Dropout = Dropout.AFTER_ANY

    @classmethod
    def of_logs(cls, logs: Floats, dropout: Dropout, scale: float = 1.0) -> Self:
        """From natural logarithms, shape (4,); `scale` is the time that counted as one."""
        r, alpha, a, b = (float(value) for value in np.exp(logs))
        return cls(r, alpha * scale, a, b, dropout)

    def logs(self, scale: float = 1.0) -> Floats:
        return np.log([self.r, self.alpha / scale, self.a, self.b])

    @property
    def is_degenerate(self) -> bool:
        """Run away to the edge: too little churn in the histories, or too little of anything."""
        together = self.a + self.b
        return self.a / together < 1e-3 or together > 1e3 or self.r > 20 or self.r < 1e-3
