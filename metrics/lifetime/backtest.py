"""Would it have been right? Predictions for days that have passed, beside what happened and simple rules."""

from dataclasses import dataclass
from math import ceil

import numpy as np

from metrics.lifetime.histories import Floats, Histories
from metrics.lifetime.parameters import Parameters
from metrics.lifetime.predict import expected_purchases

TOP = 0.1


@dataclass(frozen=True)
class Score:
    """How near the predictions came; None where nobody bought or nothing was predicted."""

    error: float  # mean absolute error, purchase days a customer
    predicted: float  # purchase days of all
    bias: float | None  # of the total, as a part of what happened: below 0 is too few
    top_share: float | None  # of the purchases, made by the tenth ranked highest
    lift: float | None  # that share, in multiples of what a tenth by chance would make


@dataclass(frozen=True)
class Backtest:
    """The model, each customer's own past rate, and "nobody comes back", on the same days."""

    days: float
    customers: int
    actual: float
    best_share: float | None  # the top share of somebody who knew
    model: Score
    own_rate: Score
    zero: Score

    @property
    def ranks_better(self) -> bool:
        """The list of best customers is at least as good as one by past rate."""
        return (self.model.lift or 0.0) >= (self.own_rate.lift or 0.0)


def backtest(parameters: Parameters, histories: Histories, actual: Floats, days: float) -> Backtest:
    """From a fit on histories that end `days` before today; one row a customer, `actual` of shape (rows,)."""
    model = expected_purchases(parameters, histories, days)
    own_rate = histories.repeats * days / np.maximum(histories.age, 1.0)
    return Backtest(
        days,
        len(histories),
        float(actual.sum()),
        _top_share(actual, actual),
        _score(model, actual),
        _score(own_rate, actual),
        _score(np.zeros(len(actual)), actual),
    )


def _score(predicted: Floats, actual: Floats) -> Score:
    total, happened = float(predicted.sum()), float(actual.sum())
    share = _top_share(predicted, actual) if total else None
    return Score(
        float(np.abs(predicted - actual).mean()) if len(actual) else 0.0,
        total,
        total / happened - 1 if happened else None,
        share,
        share * len(actual) / ceil(TOP * len(actual)) if share is not None else None,
    )


def _top_share(predicted: Floats, actual: Floats) -> float | None:
    happened = float(actual.sum())
    first = np.argsort(-predicted, kind="stable")[: ceil(TOP * len(predicted))]
    return float(actual[first].sum()) / happened if happened else None
