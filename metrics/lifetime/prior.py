"""What is known of shops in general, worth a few customers: it keeps small shops from the edge."""

from dataclasses import dataclass
from math import log

import numpy as np

from metrics.lifetime.histories import Floats


@dataclass(frozen=True)
class Prior:
    """Normal in ln r, in logit(a / (a + b)) and in ln(a + b), each as (mean, deviation); flat in alpha.

    The spread is that of fits published for CDs, groceries and apparel.
    """

    rate: tuple[float, float] = (log(0.9), 0.6)
    leaving: tuple[float, float] = (log(0.25 / 0.75), 1.0)
    firmness: tuple[float, float] = (log(2.0), 0.8)

    def __call__(self, logs: Floats) -> tuple[float, Floats]:
        """The log density without its constant, and its slope in the logs of r, alpha, a, b."""
        r, _, a, b = logs
        together = np.logaddexp(a, b)
        rate, leaving, firmness = (
            (value - mean) / deviation
            for value, (mean, deviation) in zip(
                (r, a - b, together), (self.rate, self.leaving, self.firmness), strict=True
            )
        )
        density = -(rate**2 + leaving**2 + firmness**2) / 2
        by_leaving, by_firmness = leaving / self.leaving[1], firmness / self.firmness[1]
        share = np.exp(a - together)
        return float(density), np.array(
            [
                -rate / self.rate[1],
                0.0,
                -by_leaving - by_firmness * share,
                by_leaving - by_firmness * (1 - share),
            ]
        )
