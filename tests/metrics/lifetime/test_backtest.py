"""Predictions beside what happened."""

import numpy as np
import pytest

from metrics.lifetime.backtest import backtest
from metrics.lifetime.histories import Histories
from metrics.lifetime.simulated import A_SHOP


def test_who_knows_the_tenth_that_buys_most():
    repeats = np.array([9, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    histories = Histories.of(repeats, repeats * 10, np.full(10, 100))
    actual = np.array([3.0, 0, 0, 0, 0, 1, 0, 0, 0, 0])

    result = backtest(A_SHOP, histories, actual, 30)

    assert (result.customers, result.actual, result.best_share) == (10, 4, 0.75)
    assert (result.own_rate.top_share, result.own_rate.lift) == (0.75, pytest.approx(7.5))
    assert result.own_rate.bias == pytest.approx(9 * 0.3 / 4 - 1)
    assert result.own_rate.error == pytest.approx((0.3 + 1) / 10)
    assert result.ranks_better


def test_nobody_comes_back_is_a_prediction_too():
    histories = Histories.of([1] * 20, [5] * 20, [50] * 20)

    result = backtest(A_SHOP, histories, np.ones(20), 30)

    assert (result.zero.error, result.zero.bias, result.zero.lift) == (1, -1, None)


def test_nobody_came_and_nothing_is_divided_by_nothing():
    histories = Histories.of([1] * 20, [5] * 20, [50] * 20)

    result = backtest(A_SHOP, histories, np.zeros(20), 30)

    assert (result.model.bias, result.model.lift, result.best_share) == (None, None, None)
    assert result.model.error > 0
