"""The hypergeometric part of the expected purchases, where it neither overflows nor cancels."""

import numpy as np

from metrics.lifetime.histories import Floats

BLOCK = 8_192  # what is worked on stays in the processor's cache
CLOSE = 1e-14
TERMS = 1_000_000


def series(upper: float, a: float, lower: Floats, z: Floats) -> Floats:
    """(2F1(upper, a - 1; lower; z) - 1) / (a - 1), also at a = 1; lower and z have the shape (n,), 0 ≤ z < 1.

    After Euler's transformation no upper parameter grows with a customer's purchases. Libraries are
    quicker near z = 1, and infinite there when the parameters differ by whole numbers.
    """
    total = np.empty_like(z)
    # Alike together: the largest z of a block says how many terms it needs.
    order = np.argsort(z)
    for start in range(0, len(order), BLOCK):
        rows = order[start : start + BLOCK]
        total[rows] = _summed(upper, a, lower[rows], z[rows])
    return total


def _summed(upper: float, a: float, lower: Floats, z: Floats) -> Floats:
    """Sum over k ≥ 1 of (upper)_k (a)_{k-1} z^k / ((lower)_k k!)."""
    term = upper * z / lower
    total = term.copy()
    largest = float(z.max())
    below = lower.copy()
    for k in range(1, TERMS):
        below += 1
        term *= z
        term *= (upper + k) * (a + k - 1) / (k + 1)
        term /= below
        total += term
        if k % 8 == 0 and _is_done(term, total, largest):
            break
    return total


def _is_done(term: Floats, total: Floats, largest: float) -> bool:
    """What is left is at most a geometric series."""
    left = np.abs(term) * (largest / (1 - largest))
    return bool((left <= CLOSE * np.abs(total) + 1e-300).all())
