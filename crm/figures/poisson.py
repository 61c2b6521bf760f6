"""Between which means a count could have come about by chance: exact Poisson limits."""

from functools import lru_cache
from math import exp, inf, lgamma, log, sqrt

from crm.figures.share import Z

TAIL = 0.025  # on each side
ENOUGH = 100_000  # above this the start is already right to ten digits
STEPS = 60
CLOSE, NEAR = 1e-13, 1e-9


@lru_cache(maxsize=1024)
def poisson_limits(k: int) -> tuple[float, float]:
    """The 95 % limits of the mean of a count of k (Garwood 1936, by chi-square quantiles)."""
    low = _mean_where_up_to(k - 1, 1 - TAIL) if k else 0.0
    return low, _mean_where_up_to(k, TAIL)


def _mean_where_up_to(k: int, chance: float) -> float:
    """The mean for which k or fewer have this chance: Newton's steps from a close start.

    Steps that no longer grow shorter are noise of the last digits.
    """
    mean, before = _start(k + 1, Z if chance < 0.5 else -Z), inf
    if k > ENOUGH:
        return mean
    for _ in range(STEPS):
        step = (_up_to(k, mean) - chance) / _exactly(k, mean)
        mean = max(mean + step, mean / 2)
        if abs(step) < CLOSE * mean or (before < NEAR * mean and abs(step) >= before):
            break
        before = abs(step)
    return mean


def _start(shape: int, z: float) -> float:
    """A quantile of the gamma distribution (Wilson and Hilferty 1931)."""
    root = 1 - 1 / (9 * shape) + z / (3 * sqrt(shape))
    return float(shape * root**3)


def _exactly(k: int, mean: float) -> float:
    return exp(k * log(mean) - mean - lgamma(k + 1))


def _up_to(k: int, mean: float) -> float:
    """Summed downwards from k until nothing more is added."""
    term = total = _exactly(k, mean)
    for j in range(k, 0, -1):
        term *= j / mean
        total += term
        if j < mean and term < CLOSE * total / 1000:
            break
    return total
