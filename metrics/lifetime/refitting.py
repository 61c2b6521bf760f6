"""How sure a prediction is: by drawing the customers again and fitting anew."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from metrics.lifetime.fit import Fit, fit, sample_of
from metrics.lifetime.histories import Floats, Histories
from metrics.lifetime.parameters import Parameters
from metrics.lifetime.spend import SpendFit, fit_spend

REFITS = 200
MOST = 10_000  # rows drawn; of more only a sample, and the interval is narrowed accordingly
SEED = 1979

Total = Callable[[Parameters, SpendFit | None, Histories], float]


@dataclass(frozen=True)
class Band:
    """A predicted total and the ends of its 95 % interval: of the model, not of the future."""

    value: float
    low: float
    high: float


def refitted_band(
    total: Total,
    found: Fit,
    spend: SpendFit | None,
    histories: Histories,
    *,
    refits: int = REFITS,
) -> Band:
    """The percentile bootstrap over customers (Efron 1979); every draw is fitted from the fit of all."""
    value = total(found.parameters, spend, histories)
    drawn = sample_of(histories, MOST) if len(histories) > MOST else histories
    random = np.random.default_rng(SEED)
    totals = np.array([_again(total, found, spend, _draw(drawn, random)) for _ in range(refits)])
    middle = total(found.parameters, spend, drawn)
    low, high = np.percentile(totals, (2.5, 97.5)) / middle if middle else (1.0, 1.0)
    narrower = (drawn.customers / histories.customers) ** 0.5
    return Band(value, float(value * low**narrower), float(value * high**narrower))


def _draw(histories: Histories, random: np.random.Generator) -> Histories:
    """As many customers as there are, drawn with replacement: only their weights change."""
    chances = histories.weights / histories.customers
    weights: Floats = random.multinomial(int(histories.customers), chances).astype(float)
    return histories.weighed(weights).take(np.flatnonzero(weights))


def _again(total: Total, found: Fit, spend: SpendFit | None, drawn: Histories) -> float:
    anew = fit(drawn, start=found.parameters)
    return total(anew.parameters, spend and fit_spend(drawn, spend), drawn)
