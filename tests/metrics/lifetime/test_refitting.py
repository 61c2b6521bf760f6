"""How sure a predicted total is."""

import pytest

from metrics.lifetime import refitting
from metrics.lifetime.fit import fit
from metrics.lifetime.predict import expected_purchases
from metrics.lifetime.refitting import refitted_band
from metrics.lifetime.simulated import simulated

SHOP = simulated(600)


def visits(parameters, spend, histories):
    return float(histories.weights @ expected_purchases(parameters, histories, 90))


def test_the_total_lies_within_its_band_and_comes_again():
    found = fit(SHOP)

    band = refitted_band(visits, found, None, SHOP, refits=15)

    assert band.low < band.value < band.high
    assert band == refitted_band(visits, found, None, SHOP, refits=15)


def test_a_large_shop_is_as_sure_as_its_number_of_customers(monkeypatch):
    found = fit(SHOP)
    whole = refitted_band(visits, found, None, SHOP, refits=25)
    monkeypatch.setattr(refitting, "MOST", 200)

    sampled = refitted_band(visits, found, None, SHOP, refits=25)

    assert sampled.value == whole.value
    assert sampled.high - sampled.low == pytest.approx(whole.high - whole.low, rel=0.6)
