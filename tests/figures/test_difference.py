"""The interval of a difference between two shares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.figures.difference import Difference
from crm.figures.share import Share

counts = st.integers(min_value=0, max_value=500).flatmap(
    lambda n: st.integers(min_value=0, max_value=n).map(lambda k: Share(k, n))
)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # Newcombe 1998, table II, method 10.
        (Share(56, 70), Share(48, 80), 0.0524, 0.3339),
        (Share(9, 10), Share(3, 10), 0.1705, 0.8090),
        (Share(5, 56), Share(0, 29), -0.0381, 0.1926),
        (Share(10, 10), Share(0, 10), 0.6075, 1.0000),
    ],
)
def test_the_interval_is_that_of_the_paper(first, second, low, high):
    difference = Difference(first, second)

    assert (difference.low, difference.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(counts, counts)
def test_the_difference_lies_within_its_interval(first, second):
    difference = Difference(first, second)

    assert -1 <= difference.low <= difference.high <= 1
    if difference.value is not None:
        assert difference.low - 1e-9 <= difference.value <= difference.high + 1e-9


@given(counts, counts)
def test_turned_round_it_is_the_same_with_the_other_sign(first, second):
    one, other = Difference(first, second), Difference(second, first)

    assert (one.low, one.high) == (pytest.approx(-other.high), pytest.approx(-other.low))


def test_nothing_to_divide_by_says_nothing():
    difference = Difference(Share(0, 0), Share(3, 10))

    assert (difference.value, difference.could_be_chance) == (None, True)
