"""Changes of figures of any kind, from their intervals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.figures.change import Change
from crm.figures.difference import Difference
from crm.figures.incidence import Incidence
from crm.figures.promoters import PromoterDifference, PromoterScore
from crm.figures.share import Share

counts = st.integers(0, 300).flatmap(lambda n: st.integers(0, n).map(lambda k: Share(k, n)))


@given(counts, counts)
def test_for_shares_it_is_the_difference_of_shares(first, second):
    change, difference = Change(first, second), Difference(first, second)

    assert change.value == difference.value
    if change.value is not None:
        assert max(-1, change.low) == pytest.approx(difference.low)
        assert min(1, change.high) == pytest.approx(difference.high)


def test_eighteen_of_twenty_against_fourteen():
    change = Change(Share(18, 20), Share(14, 20))

    assert [round(100 * x, 1) for x in (change.value, change.low, change.high)] == [20.0, -5.4, 43.1]


def test_a_change_of_changes_is_wider_than_either():
    treated = Change(Share(60, 100), Share(40, 100))
    others = Change(Share(45, 100), Share(40, 100))

    beyond = Change(treated, others)

    assert beyond.value == pytest.approx(0.15)
    assert beyond.high - beyond.low > treated.high - treated.low
    assert beyond.n == 100


def test_nothing_before_says_nothing():
    change = Change(Incidence(3, 100), Incidence(0, 0))

    assert (change.value, change.low, change.high) == (None, float("-inf"), float("inf"))


def test_difference_of_promoter_scores_sums_the_adjusted_variances():
    first, second = PromoterScore(20, 8, 2), PromoterScore(18, 9, 3)

    difference = PromoterDifference(first, second)

    half = (difference.high - difference.low) / 2
    halves = [(score.high - score.low) / 2 for score in (first, second)]
    assert difference.value == pytest.approx(10)
    assert half == pytest.approx((halves[0] ** 2 + halves[1] ** 2) ** 0.5)
    assert PromoterDifference(first, PromoterScore(0, 0, 0)).value is None
