"""Money per order or customer, and how sure it is: by drawing the customers again and again.

Only the worker loads this: it needs numpy.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crm.figures.limits import Limits

Floats = NDArray[np.float64]
DRAWS = 1_000
HEAPS = 20_000  # more customers are dealt at random into so many heaps, and the heaps drawn
AT_ONCE = 2_000_000  # numbers held in memory
SEED = 1979  # Efron's year: the same customers give the same interval


@dataclass(frozen=True)
class Ratio(Limits):
    """A sum divided by another: revenue by orders, spend now by spend then.

    `above` and `below` hold one number a customer (shape (n,)), for customers are what is drawn:
    the orders of one of them are no independent witnesses.
    """

    above: Floats
    below: Floats
    draws: int = DRAWS
    seed: int = SEED

    @property
    def n(self) -> int:
        return len(self.above)

    @property
    def value(self) -> float | None:
        below = float(self.below.sum())
        return float(self.above.sum()) / below if below else None

    def _limits(self) -> tuple[float, float]:
        """The percentile bootstrap (Efron 1979)."""
        return ratio_limits(self.above, self.below, draws=self.draws, seed=self.seed)


def mean_money(values: Floats) -> Ratio:
    """The mean of one amount a customer."""
    return Ratio(values, np.ones(len(values)))


def ratio_limits(
    above: Floats, below: Floats, *, draws: int = DRAWS, seed: int = SEED
) -> tuple[float, float]:
    """The 95 % limits of sum(above) / sum(below) over customers drawn with replacement."""
    random = np.random.default_rng(seed)
    above, below = _heaped(above, below, random)
    if not len(above):
        return -np.inf, np.inf
    tops, bottoms = _drawn(above, below, draws, random)
    held = bottoms != 0
    if not held.any():
        return -np.inf, np.inf
    low, high = np.percentile(tops[held] / bottoms[held], (2.5, 97.5))
    return float(low), float(high)


def _drawn(above: Floats, below: Floats, draws: int, random: np.random.Generator) -> tuple[Floats, Floats]:
    """Both sums for every draw, shape (draws,) each, a block of draws at a time."""
    block = max(1, AT_ONCE // len(above))
    tops, bottoms = [], []
    for start in range(0, draws, block):
        chosen = random.integers(len(above), size=(min(block, draws - start), len(above)))
        tops.append(above[chosen].sum(axis=1))
        bottoms.append(below[chosen].sum(axis=1))
    return np.concatenate(tops), np.concatenate(bottoms)


def _heaped(above: Floats, below: Floats, random: np.random.Generator) -> tuple[Floats, Floats]:
    """Random groups spread as their members do (Wolter 2007): a million customers cost no more."""
    if len(above) <= HEAPS:
        return above, below
    heap = random.permutation(len(above)) % HEAPS
    tops, bottoms = np.zeros(HEAPS), np.zeros(HEAPS)
    np.add.at(tops, heap, above)
    np.add.at(bottoms, heap, below)
    return tops, bottoms
