"""The score of known answers, with its interval."""

import pytest

from crm.figures.promoters import PromoterScore


@pytest.mark.parametrize(
    ("counts", "value", "low", "high"),
    [((2309, 972, 1719), 11.8, 9.3, 14.3), ((6, 2, 2), 40.0, -12.6, 74.1)],
)
def test_a_published_example_comes_out(counts, value, low, high):
    score = PromoterScore(*counts)

    assert (score.value, score.n) == (value, sum(counts))
    assert (round(score.low, 1), round(score.high, 1)) == (low, high)


def test_nobody_answered():
    score = PromoterScore(0, 0, 0)

    assert (score.value, score.is_few, score.is_small) == (None, True, True)
    assert -100 <= score.low <= score.high <= 100


def test_all_agree_and_the_interval_stays_on_the_scale():
    assert PromoterScore(5, 0, 0).high == 100
    assert PromoterScore(0, 0, 5).low == -100
