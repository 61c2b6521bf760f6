"""What customers are expected to spend within a stated time. Never "lifetime": it is cut off."""

from dataclasses import dataclass
from math import ceil

from metrics.lifetime.histories import Floats, Histories
from metrics.lifetime.parameters import Parameters
from metrics.lifetime.predict import weighted_purchases
from metrics.lifetime.spend import SpendFit

MONTH, YEAR = 30.4375, 365.25  # days


@dataclass(frozen=True)
class Terms:
    """What is counted: for how long, what a later month is worth, and how much of revenue is kept."""

    horizon: int = 365  # days
    annual_rate: float = 0.1
    margin: float = 1.0

    @property
    def days(self) -> list[float]:
        """The ends of the months; the last is cut off by the horizon."""
        months = ceil(self.horizon / MONTH)
        return [min(MONTH * month, self.horizon) for month in range(1, months + 1)]

    @property
    def worth(self) -> list[float]:
        """Of one unit in the middle of each month."""
        ends = self.days
        middles = [(start + end) / 2 for start, end in zip([0.0, *ends], ends, strict=False)]
        return [float((1 + self.annual_rate) ** (-middle / YEAR)) for middle in middles]


def expected_value(
    parameters: Parameters, spend: SpendFit, histories: Histories, terms: Terms = Terms()
) -> Floats:
    """In the currency, discounted, shape (rows,) (Fader, Hardie and Lee 2005, JMR 42(4))."""
    visits = weighted_purchases(parameters, histories, terms.days, terms.worth)
    return visits * spend.expected(histories) * terms.margin
