"""How likely chance alone brings two counts as far apart as they are: exact, so also for a handful."""

from collections.abc import Iterable
from math import exp, fsum, lgamma, log

from crm.figures.incidence import Incidence
from crm.figures.share import Share

NEARLY = 1e-7  # what is as likely but for rounding is as likely


def fisher(first: Share, second: Share) -> float:
    """Two shares, by Fisher's exact test (1922), both sides: their k dealt out anew at random."""
    k, n = first.k + second.k, first.n + second.n
    deals = range(max(0, k - second.n), min(k, first.n) + 1)
    ways = {deal: _ways(first.n, deal) + _ways(second.n, k - deal) - _ways(n, k) for deal in deals}
    return _as_unlikely_as(ways[first.k], ways.values())


def conditional_poisson(first: Incidence, second: Incidence) -> float:
    """Two rates, by where their events fell (Przyborowski & Wilenski 1940), both sides."""
    k, n = first.k + second.k, first.n + second.n
    if not (k and first.n and second.n):
        return 1.0
    here, there = log(first.n / n), log(second.n / n)
    falls = [_ways(k, here_k) + here_k * here + (k - here_k) * there for here_k in range(k + 1)]
    return _as_unlikely_as(falls[first.k], falls)


def _ways(n: int, k: int) -> float:
    """The logarithm of n over k."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _as_unlikely_as(seen: float, logs: Iterable[float]) -> float:
    return min(1.0, fsum(exp(each) for each in logs if each <= seen + NEARLY))
