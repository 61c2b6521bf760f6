"""All that is known of a shop's customers to come, or that too little is known."""

from dataclasses import dataclass

import numpy as np

from metrics.lifetime.fit import Fit, fit
from metrics.lifetime.histories import ENOUGH_REPEATERS, Histories
from metrics.lifetime.predict import chance_alive
from metrics.lifetime.spend import SpendFit, fit_spend

FLAT = 0.02  # a smaller spread of P(alive) says nothing about anybody
TWO_YEARS = 730  # days


@dataclass(frozen=True)
class PurchaseModel:
    """How often customers come and what they spend, and what of it may be shown."""

    visits: Fit
    spend: SpendFit | None  # None when too few amounts are known
    repeaters: float
    spread: float  # standard deviation of P(alive) over customers
    days: float  # the longest history

    @property
    def shows_alive(self) -> bool:
        """Otherwise: too little churn to model."""
        return not self.visits.is_degenerate and self.spread >= FLAT

    @property
    def shows_value(self) -> bool:
        """Amounts are known, and their model has a mean."""
        return self.spend is not None and self.spend.has_mean

    @property
    def is_seasonal(self) -> bool:
        """Two years are known; until then say "not seasonally adjusted"."""
        return self.days >= TWO_YEARS


def purchase_model(histories: Histories) -> PurchaseModel | None:
    """None below 100 customers or 30 who came back: too few for a model, and the page says so."""
    if not histories.is_enough:
        return None
    visits = fit(histories)
    alive = chance_alive(visits.parameters, histories)
    mean = np.average(alive, weights=histories.weights)
    spread = float(np.sqrt(np.average((alive - mean) ** 2, weights=histories.weights)))
    spend = fit_spend(histories) if histories.spenders >= ENOUGH_REPEATERS else None
    return PurchaseModel(visits, spend, histories.repeaters, spread, float(histories.age.max()))
