"""What the next twelve months are worth."""

import numpy as np
import pytest

from metrics.lifetime.predict import expected_purchases
from metrics.lifetime.simulated import A_SHOP, ITS_SPEND, simulated
from metrics.lifetime.value import Terms, expected_value

SHOP = simulated(30)


def test_without_interest_it_is_purchases_times_amount():
    value = expected_value(A_SHOP, ITS_SPEND, SHOP, Terms(annual_rate=0))

    assert value == pytest.approx(expected_purchases(A_SHOP, SHOP, 365) * ITS_SPEND.expected(SHOP))


def test_interest_and_margin_make_it_less():
    plain = expected_value(A_SHOP, ITS_SPEND, SHOP, Terms(annual_rate=0))

    assert (expected_value(A_SHOP, ITS_SPEND, SHOP) < plain).all()
    assert expected_value(A_SHOP, ITS_SPEND, SHOP, Terms(annual_rate=0, margin=0.4)) == pytest.approx(
        0.4 * plain
    )


def test_the_year_has_twelve_months_and_the_last_is_cut_off():
    assert (len(Terms().days), Terms().days[-1]) == (12, 365)
    assert Terms().worth[0] == pytest.approx(1.1 ** (-0.5 / 12))
    assert np.diff(Terms().worth).max() < 0
