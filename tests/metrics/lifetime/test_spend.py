"""What customers spend, against what others published for CDNOW."""

import numpy as np
import pytest

from metrics.lifetime.histories import Histories
from metrics.lifetime.simulated import ITS_SPEND, simulated
from metrics.lifetime.spend import fit_spend
from tests.metrics.lifetime.shops import cdnow, summaries


def test_amounts_are_those_of_the_note():
    # 6.25, 3.74, 15.44 by CLVTools (Fader and Hardie 2013).
    found = fit_spend(cdnow())

    assert (found.p, found.q, found.gamma) == pytest.approx((6.2496, 3.7442, 15.4435), rel=1e-4)
    assert found.log_likelihood == pytest.approx(-4055.918, abs=0.01)
    assert (found.customers, round(found.correlation, 2)) == (946, 0.11)
    assert not found.is_tied


def test_amounts_of_the_rounded_file():
    _, repeats, last, age, spend = summaries("cdnow_customers_summary_with_transactions.csv")

    found = fit_spend(Histories.of(repeats, last, age, spend=spend))

    assert (found.p, found.q, found.gamma) == pytest.approx((6.2488, 3.7446, 15.4477), rel=1e-4)
    assert found.log_likelihood == pytest.approx(-4055.923, abs=0.01)


def test_many_amounts_are_fitted_from_a_sample():
    found = fit_spend(simulated(60_000))

    assert (found.p, found.q, found.gamma) == pytest.approx(
        (ITS_SPEND.p, ITS_SPEND.q, ITS_SPEND.gamma), rel=0.06
    )
    assert found.has_mean


def test_one_timers_are_expected_to_spend_the_mean_of_all():
    customers = Histories.of([0, 5, 5], [0, 9, 9], [9, 9, 9], spend=[0, 0, 80])

    amounts = ITS_SPEND.expected(customers)

    mean = ITS_SPEND.p * ITS_SPEND.gamma / (ITS_SPEND.q - 1)
    assert amounts[:2] == pytest.approx([mean, mean])
    assert mean < amounts[2] < 80


def test_frequency_tied_to_amount_is_told():
    repeats = np.arange(1, 200)

    found = fit_spend(Histories.of(repeats, repeats, repeats, spend=10 + repeats))

    assert found.is_tied


def test_a_shop_with_one_price_has_amounts_too():
    repeats = np.arange(1, 200)

    found = fit_spend(Histories.of(repeats, repeats, repeats, spend=np.full(199, 5.0)))

    assert found.correlation == 0
    assert found.expected(Histories.of([3], [3], [3], spend=[5])) == pytest.approx([5], rel=0.01)
