"""Waiting times with open cases, against the textbook's remissions."""

from math import inf

import pytest

from crm.figures.quantile import Quantile
from crm.figures.survival import Waiting

# Weeks of remission of the maintained group (Miller 1981), as R's survfit prints them with log-log limits.
REMISSIONS = Waiting((9, 13, 18, 23, 31, 34, 48), (13, 28, 45, 161))


def test_the_curve_is_that_of_the_textbook():
    steps = [tuple(round(x, 3) for x in (s.time, s.share, s.low, s.high)) for s in REMISSIONS.curve]

    assert steps == [
        (9, 0.909, 0.508, 0.987),
        (13, 0.818, 0.447, 0.951),
        (18, 0.716, 0.35, 0.899),
        (23, 0.614, 0.266, 0.835),
        (31, 0.491, 0.167, 0.753),
        (34, 0.368, 0.093, 0.657),
        (48, 0.184, 0.012, 0.525),
    ]


def test_the_median_counts_those_still_waiting():
    assert (REMISSIONS.value, REMISSIONS.low, REMISSIONS.high, REMISSIONS.n) == (31, 13, inf, 11)
    assert Waiting(REMISSIONS.closed).value < REMISSIONS.value


def test_without_open_cases_it_is_the_plain_median():
    times = tuple(float(i) for i in range(1, 42))

    assert Waiting(times).value == Quantile(times).value == 21
    assert Waiting(times).curve[-1].share == 0


@pytest.mark.parametrize(
    ("case", "low"),
    [(Waiting(()), -inf), (Waiting((), (3.0, 4.0)), -inf), (Waiting((1.0,), (5.0, 5.0)), 1.0)],
)
def test_too_many_open_cases_have_no_median(case, low):
    assert (case.value, case.low, case.high) == (None, low, inf)
