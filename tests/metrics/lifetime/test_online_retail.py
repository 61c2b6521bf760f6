"""A real shop: the parameters and predictions that others computed from the same file."""

import numpy as np
import pytest

from metrics.lifetime.backtest import backtest
from metrics.lifetime.fit import fit
from metrics.lifetime.model import purchase_model
from metrics.lifetime.parameters import Dropout
from metrics.lifetime.predict import chance_alive, chance_to_buy, expected_purchases
from metrics.lifetime.refitting import refitted_band
from metrics.lifetime.spend import fit_spend
from metrics.lifetime.value import Terms, expected_value
from tests.metrics.lifetime.shops import NOT_HERE, full_file, golden, held_out, online_retail

pytestmark = [
    pytest.mark.skipif(full_file() is None, reason=NOT_HERE),
    pytest.mark.xdist_group("online_retail_histories"),  # the file is read once
]
SPLIT_A, SPLIT_B, LAST = "2011-08-31", "2011-05-31", "2011-12-09"


@pytest.fixture(scope="module")
def figures():
    return golden()


@pytest.mark.parametrize(("until", "name"), [(SPLIT_A, "split_A"), (LAST, "at_2011_12_09")])
def test_the_histories_are_those_of_the_golden_file(figures, until, name):
    histories, expected = online_retail(until), figures[name]["calibration"]

    counted = (len(histories), histories.repeats.sum(), histories.last.sum(), histories.age.sum())
    assert counted == (expected["n"], expected["x_sum"], expected["tx_sum"], expected["T_sum"])


@pytest.mark.parametrize(("until", "name"), [(SPLIT_A, "split_A"), (LAST, "at_2011_12_09")])
def test_the_models_are_those_of_the_golden_file(figures, until, name):
    histories, expected = online_retail(until), figures[name]

    visits, spend = fit(histories), fit_spend(histories)

    p, known = visits.parameters, expected["mbgnbd_map"]
    assert {"r": p.r, "alpha": p.alpha, "a": p.a, "b": p.b} == pytest.approx(known["params"], rel=1e-4)
    assert visits.log_likelihood == pytest.approx(known["ll_days"], abs=0.01)
    assert visits.errors == pytest.approx(tuple(known["se_log"].values()), rel=1e-3)
    amounts = {"p": spend.p, "q": spend.q, "gamma": spend.gamma}
    assert amounts == pytest.approx(expected["gamma_gamma"]["params"], rel=1e-4)
    assert spend.log_likelihood == pytest.approx(expected["gamma_gamma"]["ll"], abs=0.01)
    assert spend.correlation == pytest.approx(expected["gamma_gamma"]["corr_x_m"], rel=1e-6)


@pytest.mark.parametrize(("until", "name"), [(SPLIT_A, "split_A"), (LAST, "at_2011_12_09")])
def test_the_predictions_are_those_of_the_golden_file(figures, until, name):
    histories, expected = online_retail(until), figures[name]
    visits, spend = fit(histories).parameters, fit_spend(histories)

    alive, value = chance_alive(visits, histories), expected_value(visits, spend, histories)
    plain = expected_value(visits, spend, histories, Terms(annual_rate=0)).sum()

    known = expected["clv12_mbgnbd_map"]
    assert alive.mean() == pytest.approx(expected["mbgnbd_map"]["mean_palive"], rel=1e-6)
    assert (alive < 0.5).sum() == expected["mbgnbd_map"]["n_palive_lt_0_5"]
    assert value.sum() == pytest.approx(known["total_discounted_revenue"], rel=1e-6)
    assert np.median(value) == pytest.approx(known["median"], rel=1e-6)
    assert plain == pytest.approx(known["undiscounted"], rel=1e-6)
    buyers = chance_to_buy(visits, histories, 90).sum()
    assert buyers == pytest.approx(expected["churn"]["expected_buyers_next_90d_mbgnbd_map"], rel=1e-6)


def test_split_a_is_backtested_as_in_the_golden_file(figures):
    histories, actual = online_retail(SPLIT_A), held_out(SPLIT_A, 91)

    result = backtest(fit(histories).parameters, histories, actual, 91)

    for score, name in ((result.model, "mbgnbd_map"), (result.own_rate, "baseline_own_rate")):
        known = figures["split_A"][name].get("holdout", figures["split_A"][name])
        assert score.error == pytest.approx(known["mae"], rel=1e-6)
        assert 100 * score.bias == pytest.approx(known["bias_pct"], rel=1e-6)
        assert score.lift == pytest.approx(known["top_decile"]["lift"], rel=1e-9)
    assert result.zero.error == pytest.approx(figures["split_A"]["baseline_zero"]["mae"])
    assert (result.actual, round(result.best_share, 3), result.ranks_better) == (4_265, 0.442, True)


def test_split_b_is_backtested_as_published():
    histories, actual = online_retail(SPLIT_B), held_out(SPLIT_B, 183)
    visits = fit(histories).parameters

    result = backtest(visits, histories, actual, 183)

    expected = (0.7508, 61.53, 0.0096, 0.743)
    assert (visits.r, visits.alpha, visits.a, visits.b) == pytest.approx(expected, rel=5e-3)
    assert (result.customers, result.actual) == (2_718, 6_577)
    assert [round(score.error, 4) for score in (result.model, result.own_rate)] == [1.4884, 1.5927]
    assert [round(100 * score.bias, 1) for score in (result.model, result.own_rate)] == [-9.8, -17.2]
    assert [round(score.lift, 2) for score in (result.model, result.own_rate)] == [3.61, 3.57]


def test_the_band_of_split_b_is_as_wide_as_published():
    histories = online_retail(SPLIT_B)

    def visits(parameters, spend, drawn):
        return float(drawn.weights @ expected_purchases(parameters, drawn, 183))

    band = refitted_band(visits, fit(histories), None, histories, refits=100)

    # By other random draws: 5,574 to 6,263.
    assert (band.low, band.high) == (pytest.approx(5_574, rel=0.02), pytest.approx(6_263, rel=0.02))


def test_the_plain_fit_runs_away_and_foretells_the_same(figures):
    histories, known = online_retail(SPLIT_A), figures["split_A"]["mbgnbd"]

    found = fit(histories, prior=None, dropout=Dropout.AFTER_ANY)

    assert found.is_degenerate
    assert found.log_likelihood == pytest.approx(known["ll_days"], abs=0.01)
    foretold = expected_purchases(found.parameters, histories, 91).sum()
    assert foretold == pytest.approx(known["holdout"]["sum_pred"], rel=1e-5)


def test_a_year_with_christmas_shows_nobody_as_gone():
    model = purchase_model(online_retail(LAST))

    assert (model.shows_alive, model.shows_value, model.is_seasonal) == (False, True, False)
