"""The parameters, against what others published for CDNOW."""

import numpy as np
import pytest

from metrics.lifetime import fit as fitting
from metrics.lifetime.fit import fit
from metrics.lifetime.histories import Histories
from metrics.lifetime.parameters import Dropout, Parameters
from metrics.lifetime.simulated import A_SHOP, simulated
from tests.metrics.lifetime.shops import cdnow, summaries

BG = Dropout.AFTER_A_REPEAT
WEEK = np.log(7)


def in_weeks(found):
    p = found.parameters
    return p.r, p.alpha / 7, p.a, p.b


def likelihood_in_weeks(found, histories):
    return found.log_likelihood + histories.repeats.sum() * WEEK


def test_bg_is_that_of_the_paper():
    # Fader, Hardie and Lee 2005; the digits and errors are those of CLVTools 0.11.2.
    found = fit(cdnow(), dropout=BG, prior=None)

    assert in_weeks(found) == pytest.approx((0.2425945, 4.4136019, 0.7929199, 2.4258881), rel=1e-4)
    assert likelihood_in_weeks(found, cdnow()) == pytest.approx(-9582.429, abs=0.01)
    assert found.errors[:3] == pytest.approx((0.05176, 0.08570, 0.23424), rel=1e-3)


def test_mbg_of_the_same_customers():
    found = fit(cdnow(), prior=None)

    assert in_weeks(found) == pytest.approx((0.52484, 6.18309, 0.89136, 1.61400), rel=1e-4)
    assert likelihood_in_weeks(found, cdnow()) == pytest.approx(-9582.136, abs=0.01)
    assert not found.is_degenerate


@pytest.mark.parametrize(("dropout", "value"), [(Dropout.AFTER_ANY, -95_336.96), (BG, -95_368.44)])
def test_all_customers_are_fitted_from_a_sample(dropout, value):
    everybody = cdnow("CDNOW_master.txt", 0, 1)

    found = fit(everybody, dropout=dropout, prior=None)

    assert len(everybody) == 23_570
    assert likelihood_in_weeks(found, everybody) == pytest.approx(value, abs=0.01)


def test_weeks_with_decimals_do_as_well_as_days():
    _, repeats, last, age = summaries("cdnow_customers_summary.csv")

    found = fit(Histories.of(repeats, last, age), dropout=BG, prior=None)

    p = found.parameters
    assert (p.r, p.alpha, p.a, p.b) == pytest.approx((0.242593, 4.413532, 0.792886, 2.425753), rel=1e-5)
    assert found.log_likelihood == pytest.approx(-9582.42556, abs=1e-4)


def test_the_prior_moves_many_customers_little():
    everybody = cdnow("CDNOW_master.txt", 0, 1)

    assert in_weeks(fit(everybody)) == pytest.approx(in_weeks(fit(everybody, prior=None)), rel=0.005)


def test_customers_who_are_alike_may_share_a_row():
    found = fit(cdnow())
    columns = np.column_stack([cdnow().repeats, cdnow().last, cdnow().age])
    alike, count = np.unique(columns, axis=0, return_counts=True)

    shared = fit(Histories.of(*alike.T, weights=count))

    assert len(alike) < 1_100
    assert in_weeks(shared) == pytest.approx(in_weeks(found), rel=1e-6)
    assert (shared.customers, shared.log_likelihood) == (2_357, pytest.approx(found.log_likelihood))


def test_a_sample_and_all_at_once_end_at_the_same_top(monkeypatch):
    histories = simulated(6_000)
    whole = fit(histories)
    monkeypatch.setattr(fitting, "SAMPLE", 2_000)

    assert in_weeks(fit(histories)) == pytest.approx(in_weeks(whole), rel=1e-6)


def test_the_shop_that_was_simulated_is_found():
    found = fit(simulated(20_000))

    p, true = found.parameters, A_SHOP
    far = np.log([p.r / true.r, p.alpha / true.alpha, p.a / true.a, p.b / true.b])
    # Purchases of one day are one, which the model does not know.
    assert np.abs(far).max() < 0.25


def test_a_shop_that_nobody_leaves_runs_to_the_edge_without_the_prior():
    histories = simulated(300, parameters=Parameters(2.0, 60.0, 0.001, 1.0))

    assert fit(histories, prior=None).is_degenerate
    assert not fit(histories).is_degenerate


@pytest.mark.parametrize("seed", range(5))
def test_small_shops_have_finite_parameters(seed):
    few = cdnow().take(np.random.default_rng(seed).choice(2_357, 100, replace=False))

    found = fit(few)

    assert np.isfinite(found.parameters.logs()).all()
    assert not found.is_degenerate
