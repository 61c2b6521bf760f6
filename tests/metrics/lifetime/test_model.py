"""Whether there is enough to model, and what of it may be shown."""

from dataclasses import replace

import numpy as np
import pytest

from metrics.lifetime.histories import Histories
from metrics.lifetime.model import purchase_model
from metrics.lifetime.simulated import simulated


def shop(customers, repeaters):
    repeats = np.array([2] * repeaters + [0] * (customers - repeaters))
    return Histories.of(repeats, repeats * 20, np.full(customers, 90), spend=repeats * 10.0)


@pytest.mark.parametrize(
    ("customers", "repeaters", "there"), [(0, 0, False), (99, 50, False), (100, 29, False), (100, 30, True)]
)
def test_few_customers_have_no_model(customers, repeaters, there):
    assert (purchase_model(shop(customers, repeaters)) is not None) == there


def test_a_shop_with_churn_shows_who_is_still_there():
    model = purchase_model(simulated(1_000))

    assert (model.shows_alive, model.shows_value, model.is_seasonal) == (True, True, False)
    assert model.visits.customers == 1_000 > model.repeaters


def test_equal_chances_or_a_ridge_are_not_shown():
    model = purchase_model(simulated(300))

    assert not replace(model, spread=0.019).shows_alive
    assert not replace(model, visits=replace(model.visits, errors=None)).shows_alive
    assert not replace(model, spend=replace(model.spend, q=0.9)).shows_value


def test_without_amounts_there_is_no_value():
    histories = simulated(300)

    model = purchase_model(Histories.of(histories.repeats, histories.last, histories.age))

    assert (model.spend, model.shows_value) == (None, False)


def test_two_years_are_enough_for_the_seasons():
    assert purchase_model(simulated(300, days=800)).is_seasonal
