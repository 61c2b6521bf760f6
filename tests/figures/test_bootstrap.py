"""Money and its interval, by drawing customers."""

import numpy as np
import pytest

from crm.figures import bootstrap
from crm.figures.bootstrap import Ratio, mean_money, ratio_limits

SPEND = np.random.default_rng(5).lognormal(4, 1, 400)
ORDERS = np.random.default_rng(6).integers(1, 6, 400).astype(float)


def test_the_interval_of_a_mean_is_near_the_normal_one():
    figure = mean_money(SPEND)
    error = SPEND.std(ddof=1) / 20

    assert (figure.value, figure.n) == (pytest.approx(SPEND.mean()), 400)
    assert figure.low == pytest.approx(SPEND.mean() - 1.96 * error, rel=0.05)
    assert figure.high == pytest.approx(SPEND.mean() + 1.96 * error, rel=0.05)


def test_the_same_customers_give_the_same_interval():
    assert ratio_limits(SPEND, ORDERS) == ratio_limits(SPEND, ORDERS) != ratio_limits(SPEND, ORDERS, seed=1)


def test_a_customer_with_many_orders_is_drawn_as_one():
    whole = ratio_limits(np.array([10.0, 1000.0]), np.array([1.0, 10.0]))

    assert whole == (10, 100)


def test_many_customers_are_drawn_in_heaps_that_spread_alike(monkeypatch):
    plain = mean_money(SPEND)
    monkeypatch.setattr(bootstrap, "HEAPS", 200)

    heaped = mean_money(SPEND)

    assert heaped.value == plain.value
    assert heaped.high - heaped.low == pytest.approx(plain.high - plain.low, rel=0.2)


@pytest.mark.parametrize("size", [0, 3])
def test_nothing_to_divide_by_has_no_interval(size):
    figure = Ratio(np.ones(size), np.zeros(size))

    assert (figure.value, figure.low, figure.high) == (None, -np.inf, np.inf)
