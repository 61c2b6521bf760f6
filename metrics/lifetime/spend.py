"""What a customer spends on a purchase day: the gamma-gamma model."""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, psi

from metrics.lifetime.climbing import arrive, climb
from metrics.lifetime.fit import SAMPLE, sample_of
from metrics.lifetime.histories import Floats, Histories

TIED = 0.3  # a correlation of frequency and amount above this breaks the model's assumption


class SpendLikelihood:
    """ln L in the logs of p, q, gamma; amounts are divided by their mean.

    Fader and Hardie 2013 (note 25); Colombo and Jiang 1999.
    """

    def __init__(self, histories: Histories) -> None:
        known = histories.take(np.flatnonzero((histories.repeats > 0) & (histories.spend > 0)))
        self.weights, self.repeats = known.weights, known.repeats
        self.n = known.customers
        self.scale = float(self.weights @ known.spend) / self.n
        self.total = known.repeats * (known.spend / self.scale)
        self.counts = np.unique(self.repeats).astype(float)
        self.counted = np.bincount(self.repeats, self.weights)[self.counts.astype(np.int64)]
        self.log_total = np.bincount(self.repeats, self.weights * np.log(self.total))[
            self.counts.astype(np.int64)
        ]
        self.log_spend = float(self.weights @ np.log(known.spend / self.scale))

    def __call__(self, logs: Floats) -> tuple[float, Floats]:
        """ln L in scaled amounts, and its slope, shape (3,)."""
        p, q, gamma = (float(value) for value in np.exp(logs))
        x, n = self.counts, self.counted
        reached = gamma + self.total
        log_reached, shape = np.log(reached), p * self.repeats + q
        value = n @ (gammaln(p * x + q) - gammaln(p * x) - gammaln(q)) + self.n * q * np.log(gamma)
        value += p * (x @ self.log_total) - self.log_spend - self.weights @ (shape * log_reached)
        by_p = n @ (x * (psi(p * x + q) - psi(p * x))) + x @ self.log_total
        by_p -= self.weights @ (self.repeats * log_reached)
        by_q = n @ (psi(p * x + q) - psi(q)) + self.n * np.log(gamma) - self.weights @ log_reached
        by_gamma = self.n * q / gamma - self.weights @ (shape / reached)
        return float(value), np.array([p * by_p, q * by_q, gamma * by_gamma])

    def unscaled(self, value: float) -> float:
        """ln L in the currency."""
        return value - self.n * float(np.log(self.scale))


@dataclass(frozen=True)
class SpendFit:
    """The parameters of the amounts; `gamma` in the currency."""

    p: float
    q: float
    gamma: float
    log_likelihood: float
    errors: tuple[float, ...] | None  # standard errors of the logs
    customers: float
    correlation: float  # of frequency and amount among repeaters: assumed to be none

    @property
    def has_mean(self) -> bool:
        """Without one, nothing can be said of people who came once."""
        return self.q > 1

    @property
    def is_tied(self) -> bool:
        """Those who come often spend otherwise than those who come seldom: say so."""
        return abs(self.correlation) > TIED

    def expected(self, histories: Histories) -> Floats:
        """Amount of a purchase day to come, shape (rows,)."""
        spent = histories.repeats * histories.spend
        shape = self.p * histories.repeats * (histories.spend > 0) + self.q - 1
        amount: Floats = self.p * (self.gamma + spent) / shape
        return amount


def fit_spend(histories: Histories, start: SpendFit | None = None) -> SpendFit:
    """The most likely parameters of the amounts."""
    likelihood = SpendLikelihood(histories)
    if start is not None:
        top = arrive(likelihood, _logs(start, likelihood.scale))
    elif len(histories) > 2 * SAMPLE:
        near = fit_spend(sample_of(histories, 2 * SAMPLE))
        top = arrive(likelihood, _logs(near, likelihood.scale))
    else:
        top = climb(likelihood, np.log([2.0, 3.0, 1.5]))
    p, q, gamma = (float(value) for value in np.exp(top.at))
    value = likelihood.unscaled(top.height)
    tied = correlation(histories)
    return SpendFit(p, q, gamma * likelihood.scale, value, top.errors, likelihood.n, tied)


def correlation(histories: Histories) -> float:
    """Of repeat purchases and their mean amount, among those who have both."""
    known = histories.take(np.flatnonzero((histories.repeats > 0) & (histories.spend > 0)))
    centred = [column - np.average(column, weights=known.weights) for column in (known.repeats, known.spend)]
    both, *alone = (
        known.weights @ (one * other) for one, other in (centred, centred[:1] * 2, centred[1:] * 2)
    )
    return float(both / np.sqrt(alone[0] * alone[1])) if min(alone) > 0 else 0.0


def _logs(spend: SpendFit, scale: float) -> Floats:
    return np.log([spend.p, spend.q, spend.gamma / scale])
