"""What customers will do next: who is still with us, who buys, and how often."""

from collections.abc import Sequence

import numpy as np

from metrics.lifetime.histories import Floats, Histories
from metrics.lifetime.parameters import Parameters
from metrics.lifetime.series import series


def chance_alive(parameters: Parameters, histories: Histories) -> Floats:
    """P(still a customer at the cut-off), shape (rows,) (Fader, Hardie and Lee 2008, note 21)."""
    p, x = parameters, histories.repeats
    counts = p.b + x - 1.0 + p.dropout.first
    if not p.dropout.first:
        counts[x == 0] = np.inf
    silent = np.log1p((histories.age - histories.last) / (p.alpha + histories.last))
    d = np.log(p.a) - np.log(counts) + (p.r + x) * silent
    small = np.exp(-np.abs(d))
    alive: Floats = np.where(d >= 0, small, 1.0) / (1 + small)
    return alive


def chance_to_buy(parameters: Parameters, histories: Histories, days: float) -> Floats:
    """P(at least one purchase in the next days), shape (rows,)."""
    p = parameters
    silent = -np.log1p(days / (p.alpha + histories.age))
    buying: Floats = chance_alive(p, histories) * -np.expm1((p.r + histories.repeats) * silent)
    return buying


def expected_purchases(parameters: Parameters, histories: Histories, days: float) -> Floats:
    """Purchase days in the next days, shape (rows,)."""
    return weighted_purchases(parameters, histories, [days], [1.0])


def weighted_purchases(
    parameters: Parameters, histories: Histories, days: Sequence[float], worth: Sequence[float]
) -> Floats:
    """Purchase days up to the last of `days` (rising), each stretch times its `worth`; shape (rows,).

    All who bought as often and are known as long differ only in their chance to be alive:
    the rest is worked out once for each such pair.
    """
    repeats, age, which = _pairs(histories)
    total, before = np.zeros(len(repeats)), np.zeros(len(repeats))
    for day, value in zip(days, worth, strict=True):
        until = _if_alive(parameters, repeats, age, day)
        total += value * (until - before)
        before = until
    return chance_alive(parameters, histories) * total[which]


def _pairs(histories: Histories) -> tuple[Floats, Floats, np.ndarray[tuple[int], np.dtype[np.intp]]]:
    """The pairs of count and age that occur, and which of them each row has."""
    ages, place = np.unique(histories.age, return_inverse=True)
    keys, which = np.unique(histories.repeats * len(ages) + place, return_inverse=True)
    return (keys // len(ages)).astype(float), ages[keys % len(ages)], which


def _if_alive(p: Parameters, repeats: Floats, age: Floats, days: float) -> Floats:
    """E[purchases in the next days | alive at the cut-off], shape (n,).

    Fader, Hardie and Lee 2005, equation 10, and its like for MBG/NBD, after Euler's transformation;
    written so that a = 1 is no special case.
    """
    less = 1 - p.dropout.first
    left = np.log1p(-days / (p.alpha + age + days))
    lower = p.a + p.b + repeats - less
    tail = series(p.a + p.b - p.r - less, p.a, lower, -np.expm1(left))
    power = np.exp((p.a - 1) * left)
    plain = -left if p.a == 1 else -np.expm1((p.a - 1) * left) / (p.a - 1)
    expected: Floats = lower * (plain - power * tail)
    return expected
