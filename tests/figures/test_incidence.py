"""Counts per exposure against the worked examples and the chi-square quantiles."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammaincinv

from crm.figures.incidence import Incidence
from crm.figures.poisson import poisson_limits


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (Incidence(3, 412), (0.73, 0.15, 2.13)),
        (Incidence(0, 150), (0.0, 0.0, 2.46)),
        (Incidence(4, 300, per=1), (0.01, 0.0, 0.03)),
    ],
)
def test_incidence_has_the_known_limits(figure, expected):
    assert (round(figure.value, 2), round(figure.low, 2), round(figure.high, 2)) == expected


def test_four_referrals_are_not_viral():
    referrals = Incidence(4, 300, per=1)

    assert [round(x, 3) for x in (referrals.value, referrals.low, referrals.high)] == [0.013, 0.004, 0.034]


@settings(max_examples=30)
@given(st.integers(min_value=1, max_value=200_000))
def test_poisson_limits_are_chi_square_quantiles(k):
    assert poisson_limits(k) == (
        pytest.approx(gammaincinv(k, 0.025), rel=2e-9),
        pytest.approx(gammaincinv(k + 1, 0.975), rel=2e-9),
    )


def test_incidence_in_nothing_is_no_rate():
    assert (Incidence(0, 0).value, Incidence(0, 0).low, Incidence(0, 0).high) == (None, 0, float("inf"))
