"""How likely the histories are under four parameters, and which way is uphill."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, psi

from metrics.lifetime.histories import Floats, Histories
from metrics.lifetime.parameters import Dropout

BLOCK = 32_768  # rows at a time: what is worked on stays in the processor's cache


@dataclass(frozen=True)
class Tables:
    """What depends on a count or a time alone, worked out once for each that occurs."""

    reach: Floats  # by time: ln(alpha + time)
    per_time: Floats  # by time: 1 / (alpha + time)
    leaving: Floats  # by count: ln a - ln(b + x) (BG/NBD: b + x - 1), minus infinity where none can leave
    per_count: Floats  # by count: 1 / (b + x) (BG/NBD: b + x - 1)


class Likelihood:
    """ln L of MBG/NBD (or BG/NBD) in the logs of r, alpha, a, b; times are divided by the longest.

    Fader, Hardie and Lee 2005, Marketing Science 24(2), with the two last terms as A3 + softplus(d),
    which neither overflows nor cancels (Fader and Hardie 2013 have the same aim).
    """

    def __init__(self, histories: Histories, dropout: Dropout) -> None:
        self.dropout = dropout
        self.scale = float(histories.age.max()) or 1.0
        self.repeats, self.weights = histories.repeats, histories.weights
        times, self.last, self.age = _numbered(histories)
        self.times = times / self.scale
        counted = np.bincount(self.repeats, self.weights)
        self.counts = np.arange(len(counted), dtype=float)
        self.seen = np.flatnonzero(counted)
        self.counted = counted[self.seen]
        self.by_age = np.bincount(self.age, self.weights, len(times))
        self.repeats_by_age = np.bincount(self.age, self.weights * self.repeats, len(times))

    def __call__(self, logs: Floats) -> tuple[float, Floats]:
        """ln L in scaled times, and its slope, shape (4,)."""
        r, alpha, a, b = (float(value) for value in np.exp(logs))
        tables = self._tables(alpha, a, b)
        value, slope = self._by_count(r, alpha, a, b)
        pulled = self.by_age * r + self.repeats_by_age
        value -= float(pulled @ tables.reach)
        slope[0] -= float(self.by_age @ tables.reach)
        slope[1] -= float(pulled @ tables.per_time)
        gone = sum((self._gone(block, r, tables) for block in self._blocks()), np.zeros(5))
        value += float(gone[0])
        slope += [gone[1], gone[2], gone[3] / a, -gone[4]]
        return value, slope * (r, alpha, a, b)

    def unscaled(self, value: float) -> float:
        """ln L in the unit of the times."""
        return value - float(self.counted @ self.seen) * float(np.log(self.scale))

    def _tables(self, alpha: float, a: float, b: float) -> Tables:
        reached = alpha + self.times
        counts = b + self.counts - 1 + self.dropout.first
        if not self.dropout.first:
            counts[0] = np.inf
        return Tables(np.log(reached), 1 / reached, np.log(a) - np.log(counts), 1 / counts)

    def _by_count(self, r: float, alpha: float, a: float, b: float) -> tuple[float, Floats]:
        """The gamma functions, once for each count of purchases."""
        n, x, chances = self.counted, self.seen, self.seen + self.dropout.first
        all_n = n.sum()
        value = n @ (gammaln(r + x) + gammaln(b + chances) - gammaln(a + b + chances))
        value += all_n * (r * np.log(alpha) - gammaln(r) + gammaln(a + b) - gammaln(b))
        together = all_n * psi(a + b) - n @ psi(a + b + chances)
        slope = [
            n @ psi(r + x) + all_n * (np.log(alpha) - psi(r)),
            all_n * r / alpha,
            together,
            together + n @ psi(b + chances) - all_n * psi(b),
        ]
        return float(value), np.array(slope)

    def _gone(self, block: slice, r: float, tables: Tables) -> Floats:
        """Sums over customers of softplus(d) and of what its slopes need, shape (5,)."""
        x, last, age, weights = (
            column[block] for column in (self.repeats, self.last, self.age, self.weights)
        )
        silent = tables.reach[age] - tables.reach[last]
        d = tables.leaving[x] + (r + x) * silent
        small = np.exp(-np.abs(d))
        softplus = np.maximum(d, 0) + np.log1p(small)
        chance = weights * np.where(d >= 0, 1, small) / (1 + small)
        faster = (r + x) * (tables.per_time[age] - tables.per_time[last])
        return np.array(
            [
                weights @ softplus,
                chance @ silent,
                chance @ faster,
                chance.sum(),
                chance @ tables.per_count[x],
            ]
        )

    def _blocks(self) -> list[slice]:
        return [slice(start, start + BLOCK) for start in range(0, len(self.repeats), BLOCK)]


def _numbered(histories: Histories) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    """The times that occur, and the places of `last` and `age` among them."""
    last, age = histories.last, histories.age
    whole_last, whole_age = last.astype(np.int64), age.astype(np.int64)
    if np.array_equal(last, whole_last) and np.array_equal(age, whole_age):
        return np.arange(max(whole_age.max(), whole_last.max()) + 1.0), whole_last, whole_age
    times, places = np.unique(np.concatenate([last, age]), return_inverse=True)
    return times, places[: len(last)], places[len(last) :]
