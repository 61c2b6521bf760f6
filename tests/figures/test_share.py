"""The Wilson interval against published values."""

import pytest

from crm.figures.share import Share


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (10, 10, 72.2, 100),
        (0, 7, 0, 35.4),
        (8, 10, 49.0, 94.3),
        (45, 50, 78.6, 95.7),
        (18_208, 23_486, 77.0, 78.1),
        (78, 119, 56.6, 73.5),
        (2_845, 4_338, 64.2, 67.0),
        (1_533, 3_370, 43.8, 47.2),
    ],
)
def test_share_has_the_published_limits(k, n, low, high):
    share = Share(k, n)

    assert (round(100 * share.low, 1), round(100 * share.high, 1)) == (low, high)


def test_share_of_nothing_is_no_rate():
    assert (Share(0, 0).rate, Share(0, 0).is_few, Share(0, 0).low, Share(0, 0).high) == (None, True, 0, 1)


@pytest.mark.parametrize(("n", "few", "small"), [(4, True, True), (5, False, True), (30, False, False)])
def test_share_knows_when_it_is_too_few_to_say(n, few, small):
    assert (Share(1, n).is_few, Share(1, n).is_small) == (few, small)
