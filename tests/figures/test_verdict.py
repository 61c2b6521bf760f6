"""Four words, and what came back."""

import pytest

from crm.figures.difference import Difference
from crm.figures.mean import Mean, MeanDifference
from crm.figures.returned import Returned
from crm.figures.share import Share
from crm.figures.verdict import Verdict, still_missing, verdict_of


@pytest.mark.parametrize(
    ("first", "second", "up_is_good", "verdict"),
    [
        (Share(45, 50), Share(20, 50), True, Verdict.BETTER),
        (Share(45, 50), Share(20, 50), False, Verdict.WORSE),
        (Share(25, 50), Share(24, 50), True, Verdict.NO_CLEAR_CHANGE),
        (Share(18, 20), Share(2, 20), True, Verdict.TOO_EARLY),
        (Share(0, 0), Share(2, 20), True, Verdict.TOO_EARLY),
    ],
)
def test_verdict_has_four_words(first, second, up_is_good, verdict):
    assert verdict_of(Difference(first, second), up_is_good=up_is_good) == verdict


def test_verdict_follows_the_exact_test_where_there_is_one():
    change = Difference(Share(45, 50), Share(20, 50))

    assert verdict_of(change, up_is_good=True, chance=0.2) == Verdict.NO_CLEAR_CHANGE
    assert verdict_of(None, up_is_good=True) == Verdict.TOO_EARLY
    assert (still_missing(18), still_missing(31)) == (12, 0)


def test_return_is_the_gain_less_the_cost_in_costs():
    gain = MeanDifference(Mean(400, 14.0, 900.0), Mean(100, 9.0, 900.0))

    returned = Returned(gain, customers=400, cost=1000)

    assert returned.value == pytest.approx(1.0)
    assert returned.low == pytest.approx((gain.low * 400 - 1000) / 1000)
    assert returned.high == pytest.approx((gain.high * 400 - 1000) / 1000)
    assert Returned(gain, 400, 0).value is None
