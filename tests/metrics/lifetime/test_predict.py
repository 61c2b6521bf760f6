"""Predictions: against the vignette of BTYD, against sixty digits, and against simulated lives."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from metrics.lifetime.histories import Histories
from metrics.lifetime.parameters import Dropout, Parameters
from metrics.lifetime.predict import chance_alive, chance_to_buy, expected_purchases, weighted_purchases
from metrics.lifetime.simulated import A_SHOP, simulated

BG = Dropout.AFTER_A_REPEAT
MBG = Dropout.AFTER_ANY
# With 60 digits, by the untransformed formula of the papers: parameters, (x, t_x, T), days, purchases.
EXACT = [
    ((0.7366, 66.1, 0.0104, 0.911, MBG), (3, 120, 200), 365, 5.04885392294986),
    ((0.8, 60.0, 1.0005, 2.0, MBG), (12, 300, 320), 730, 12.7074232992386),
    ((0.8, 60.0, 1.0, 2.0, MBG), (0, 0, 90), 90, 0.209038437114092),
    ((2.5, 10.0, 0.9995, 0.5, BG), (40, 900, 1000), 20000, 39.9527704772163),
    ((0.2426, 30.9, 0.7929, 2.4259, BG), (0, 0, 273), 364, 0.250956135131036),
    ((0.05, 400.0, 0.002, 48.0, MBG), (1000, 7000, 7300), 7, 2.61873496908868e-12),
    ((15.0, 5.0, 18.0, 40.0, MBG), (250, 1000, 1010), 3650, 9.76274582482673),
]
# CDNOW, weeks.
PUBLISHED = Parameters(0.2425945, 4.4136019, 0.7929199, 2.4258881, BG)


def test_expectations_are_those_of_the_vignette():
    # McCarthy and Wadsworth 2014; customer 1516 and four with the same silence.
    new, known = Histories.of([0], [0], [0]), Histories.of([26], [30.86], [31])
    four = Histories.of([10, 15, 20, 25], [20] * 4, [39] * 4)

    assert expected_purchases(PUBLISHED, new, 52) == pytest.approx([1.444004], rel=1e-4)
    assert expected_purchases(PUBLISHED, known, 52) == pytest.approx([25.75659], rel=2e-4)
    assert chance_alive(PUBLISHED, known) == pytest.approx([0.9688523], rel=1e-4)
    assert expected_purchases(PUBLISHED, four, 52) == pytest.approx(
        [0.3474606, 0.04283391, 0.004158973, 0.0003583685], rel=1e-4
    )


@pytest.mark.parametrize(("parameters", "history", "days", "expected"), EXACT)
def test_expectation_has_the_digits_of_a_long_calculation(parameters, history, days, expected):
    known = Histories.of(*[[value] for value in history])

    assert expected_purchases(Parameters(*parameters), known, days) == pytest.approx([expected], rel=1e-10)


# Whole and half numbers, and a horizon far beyond the history: where library functions give up.
@example((0.5, 1.0, 0.5, 1.0), 102, 0.0, 1.0, MBG)
@example((1.0, 1.0, 2.0, 1.0), 0, 0.0, 1.0, BG)
@settings(max_examples=40)
@given(
    st.tuples(st.floats(0.05, 20), st.floats(0.5, 500), st.floats(1e-3, 20), st.floats(0.05, 50)),
    st.integers(0, 1000),
    st.floats(0, 1),
    st.floats(1, 7300),
    st.sampled_from(Dropout),
)
def test_predictions_are_sane_everywhere(four, repeats, share, age, dropout):
    parameters = Parameters(*four, dropout)
    history = Histories.of([repeats], [age * share if repeats else 0], [age])

    alive, buying = chance_alive(parameters, history)[0], chance_to_buy(parameters, history, 90)[0]
    soon, later = (expected_purchases(parameters, history, days)[0] for days in (90, 365))

    assert 0 <= buying <= alive <= 1
    # At least one purchase is never likelier than their expected number.
    assert buying <= soon * (1 + 1e-9) + 1e-300
    assert soon <= later <= 365 * (four[0] + repeats) / (four[1] + age) * (1 + 1e-9)


def test_one_timers_are_alive_for_ever_only_without_dropout_after_the_first():
    once = Histories.of([0], [0], [5_000])

    assert chance_alive(PUBLISHED, once)[0] == 1
    assert chance_alive(A_SHOP, once)[0] < 0.5


def test_simulated_lives_go_on_as_foretold():
    # Lives in continuous time, known for 200 days, then watched for another 100.
    shop, random, people = Parameters(0.8, 60.0, 0.9, 2.0), np.random.default_rng(7), 60_000
    rate, leaving = random.gamma(shop.r, 1 / shop.alpha, people), random.beta(shop.a, shop.b, people)
    x, last, later, at = (np.zeros(people) for _ in range(4))
    there = alive = random.random(people) >= leaving
    while there.any():
        at = at + random.exponential(1, people) / rate
        known, watched = there & (at <= 200), there & (at > 200) & (at <= 300)
        x, last, later = x + known, np.where(known, at, last), later + watched
        stays = random.random(people) >= leaving
        alive = alive & (stays | ~known)
        there = there & stays & (at <= 300)
    lives = Histories.of(x, last, np.full(people, 200.0))

    assert chance_alive(shop, lives).sum() == pytest.approx(alive.sum(), rel=0.01)
    assert chance_to_buy(shop, lives, 100).sum() == pytest.approx((later > 0).sum(), rel=0.025)
    assert expected_purchases(shop, lives, 100).sum() == pytest.approx(later.sum(), rel=0.025)


def test_stretches_add_up():
    shop = simulated(50)

    parts = weighted_purchases(A_SHOP, shop, [10, 100, 365], [1, 1, 1])
    halved = weighted_purchases(A_SHOP, shop, [10, 100, 365], [0.5, 0.5, 0.5])

    assert parts == pytest.approx(expected_purchases(A_SHOP, shop, 365))
    assert halved == pytest.approx(parts / 2)


def test_nothing_is_expected_of_no_days():
    assert expected_purchases(A_SHOP, simulated(10), 0) == pytest.approx(np.zeros(10))
