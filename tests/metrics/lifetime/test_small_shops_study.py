"""What the prior does for small shops, and a package that others use beside ours."""

from time import process_time

import numpy as np
import pytest

from metrics.lifetime.fit import fit
from metrics.lifetime.predict import expected_purchases
from metrics.lifetime.simulated import simulated
from tests.metrics.lifetime.shops import cdnow, cdnow_later

pytestmark = pytest.mark.long_study


def small_shops(customers, **how):
    """150 times: the fit of so many customers, 1,000 others, and how often those bought later."""
    random, everybody, later = np.random.default_rng(27), cdnow("CDNOW_master.txt", 0, 1), cdnow_later()
    for _ in range(150):
        chosen = random.choice(len(everybody), customers + 1_000, replace=False)
        others = chosen[customers:]
        yield fit(everybody.take(chosen[:customers]), **how), everybody.take(others), later[others].sum()


@pytest.mark.parametrize(("customers", "bias"), [(30, 0.39), (100, 0.36), (200, 0.32), (500, 0.29)])
def test_the_prior_keeps_small_shops_from_the_edge(customers, bias):
    biases = []
    for found, others, happened in small_shops(customers):
        assert not found.is_degenerate
        biases.append(abs(expected_purchases(found.parameters, others, 273).sum() / happened - 1))

    assert np.isfinite(biases).all()
    assert np.quantile(biases, 0.9) == pytest.approx(bias, abs=0.06)


@pytest.mark.parametrize(("customers", "degenerate"), [(30, 0.51), (100, 0.15), (500, 0.0)])
def test_without_the_prior_small_shops_run_away(customers, degenerate):
    found = [one.is_degenerate for one, _, _ in small_shops(customers, prior=None)]

    assert np.mean(found) == pytest.approx(degenerate, abs=0.1)


@pytest.mark.filterwarnings("ignore")
def test_the_package_of_others_finds_the_same_and_takes_ten_times_as_long():
    from lifetimes import ModifiedBetaGeoFitter

    shop, theirs = simulated(100_000), ModifiedBetaGeoFitter()

    start = process_time()
    theirs.fit(shop.repeats, shop.last, shop.age)
    after = process_time()
    ours = fit(shop, prior=None)
    took = process_time() - after

    p = ours.parameters
    assert (p.r, p.alpha, p.a, p.b) == pytest.approx(
        tuple(theirs.params_[["r", "alpha", "a", "b"]]), rel=1e-5
    )
    foretold = theirs.conditional_expected_number_of_purchases_up_to_time(
        90, shop.repeats, shop.last, shop.age
    )
    assert expected_purchases(p, shop, 90) == pytest.approx(np.asarray(foretold), rel=1e-4)
    assert after - start > 10 * took
