"""Customers as the model thinks of them, to measure and test on."""

import numpy as np

from metrics.lifetime.histories import Floats, Histories
from metrics.lifetime.parameters import Parameters
from metrics.lifetime.spend import SpendFit

A_SHOP = Parameters(0.8, 60.0, 0.5, 2.0)
ITS_SPEND = SpendFit(p=6.0, q=4.0, gamma=15.0, log_likelihood=0.0, errors=None, customers=0, correlation=0)


def simulated(
    customers: int, *, parameters: Parameters = A_SHOP, days: int = 700, seed: int = 1
) -> Histories:
    """So many customers, first seen at some time in the last `days`, observed until today in whole days.

    Purchases of one day are one; leaving is decided after the first purchase too (MBG/NBD).
    """
    random = np.random.default_rng(seed)
    age = random.integers(1, days + 1, customers).astype(float)
    rate = random.gamma(parameters.r, 1 / parameters.alpha, customers)
    leaving = random.beta(parameters.a, parameters.b, customers)
    repeats, last = _lived(age, rate, leaving, random)
    return Histories.of(repeats, last, age, spend=_spent(repeats, random))


def _lived(
    age: Floats, rate: Floats, leaving: Floats, random: np.random.Generator
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], Floats]:
    """One purchase after the other, for all who are still there."""
    repeats, last, at = np.zeros(len(age), np.int64), np.zeros(len(age)), np.zeros(len(age))
    there = np.flatnonzero(random.random(len(age)) >= leaving)
    while len(there):
        at[there] += random.exponential(1, len(there)) / rate[there]
        there = there[at[there] < age[there]]
        day = np.ceil(at[there])
        repeats[there] += day > last[there]
        last[there] = day
        there = there[random.random(len(there)) >= leaving[there]]
    return repeats, np.minimum(last, age)


def _spent(repeats: np.ndarray[tuple[int], np.dtype[np.int64]], random: np.random.Generator) -> Floats:
    """Mean amounts as the gamma-gamma model has them."""
    rate = random.gamma(ITS_SPEND.q, 1 / ITS_SPEND.gamma, len(repeats))
    count = np.maximum(repeats, 1)
    amount: Floats = random.gamma(ITS_SPEND.p * count) / (rate * count)
    return np.where(repeats > 0, amount, 0.0)
