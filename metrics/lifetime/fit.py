"""The four parameters of a shop, from its histories."""

from dataclasses import dataclass

import numpy as np

from metrics.lifetime.climbing import Hill, Top, arrive, climb
from metrics.lifetime.histories import Floats, Histories
from metrics.lifetime.likelihood import Likelihood
from metrics.lifetime.parameters import Dropout, Parameters
from metrics.lifetime.prior import Prior

SAMPLE = 10_000  # rows that bring the climb near, when there are more
SEED = 2005


@dataclass(frozen=True)
class Fit:
    """The parameters, and how well they were found."""

    parameters: Parameters
    log_likelihood: float  # in the unit of the times, without the prior
    errors: tuple[float, ...] | None  # standard errors of the logs of r, alpha, a, b; None on a ridge
    customers: float

    @property
    def is_degenerate(self) -> bool:
        """Not to be shown as it is."""
        return self.errors is None or self.parameters.is_degenerate


def fit(
    histories: Histories,
    *,
    dropout: Dropout = Dropout.AFTER_ANY,
    prior: Prior | None = Prior(),  # noqa: B008 - it never changes
    start: Parameters | None = None,
) -> Fit:
    """The most likely parameters given the prior (MAP); with `prior=None` the plain ones (MLE).

    With a start that is near (another fit of the same shop) Newton's steps alone arrive.
    """
    likelihood = Likelihood(histories, dropout)
    hill = _with_prior(likelihood, prior)
    if start is not None:
        top = arrive(hill, start.logs(likelihood.scale))
    elif len(histories) > SAMPLE:
        near = fit(sample_of(histories, SAMPLE), dropout=dropout, prior=prior)
        top = arrive(hill, near.parameters.logs(likelihood.scale))
    else:
        top = climb(hill, _first_guess(histories, likelihood.scale))
    return _fit_of(top, likelihood, histories)


def sample_of(histories: Histories, rows: int) -> Histories:
    """Some rows by chance, always the same of the same."""
    chosen = np.random.default_rng(SEED).choice(len(histories), rows, replace=False)
    return histories.take(chosen)


def _fit_of(top: Top, likelihood: Likelihood, histories: Histories) -> Fit:
    value = likelihood.unscaled(likelihood(top.at)[0])
    parameters = Parameters.of_logs(top.at, likelihood.dropout, likelihood.scale)
    return Fit(parameters, value, top.errors, histories.customers)


def _with_prior(likelihood: Likelihood, prior: Prior | None) -> Hill:
    def hill(logs: Floats) -> tuple[float, Floats]:
        value, slope = likelihood(logs)
        if prior is None:
            return value, slope
        more, steeper = prior(logs)
        return value + more, slope + steeper

    return hill


def _first_guess(histories: Histories, scale: float) -> Floats:
    """Half a shop of regulars: from the mean rate of purchases."""
    repeats = float(histories.weights @ histories.repeats)
    days = float(histories.weights @ histories.age)
    alpha = 0.5 * max(days, 1.0) / max(repeats, 1.0)
    return Parameters(0.5, alpha, 0.8, 2.5).logs(scale)
