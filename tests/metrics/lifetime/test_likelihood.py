"""The likelihood, beside the plain formula, and its slope beside differences."""

from math import lgamma, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.lifetime.histories import Histories
from metrics.lifetime.likelihood import Likelihood
from metrics.lifetime.parameters import Dropout, Parameters
from metrics.lifetime.prior import Prior
from metrics.lifetime.spend import SpendLikelihood

SOME = Histories.of([0, 1, 2, 7, 30], [0, 12, 40, 200, 364], [90, 12, 300, 201, 365], spend=[0, 5, 9, 20, 12])
logs = st.tuples(*[st.floats(-2, 2)] * 4).map(np.array)


def slopes(hill, at):
    return [(hill(at + step)[0] - hill(at - step)[0]) / 2e-6 for step in np.eye(len(at)) * 1e-6]


def plain(parameters, x, last, age):
    """As Fader, Hardie and Lee 2005 (or Batislam and others 2007) print it."""
    r, alpha, a, b = parameters.r, parameters.alpha, parameters.a, parameters.b
    first = parameters.dropout.first
    still = lgamma(b + x + first) - lgamma(a + b + x + first) + lgamma(a + b) - lgamma(b)
    bought = lgamma(r + x) - lgamma(r) + r * log(alpha)
    ends = (alpha + age) ** -(r + x)
    if x or first:
        ends += a / (b + x - 1 + first) * (alpha + last) ** -(r + x)
    return bought + still + log(ends)


@pytest.mark.parametrize("dropout", Dropout)
@settings(max_examples=10)
@given(logs)
def test_likelihood_is_the_plain_formula(dropout, at):
    likelihood = Likelihood(SOME, dropout)
    parameters = Parameters.of_logs(at, dropout, likelihood.scale)

    value = likelihood.unscaled(likelihood(at)[0])

    rows = zip(SOME.repeats, SOME.last, SOME.age, strict=True)
    assert value == pytest.approx(sum(plain(parameters, *row) for row in rows), rel=1e-9)


@pytest.mark.parametrize("dropout", Dropout)
@settings(max_examples=10)
@given(logs)
def test_the_slope_is_that_of_differences(dropout, at):
    likelihood = Likelihood(SOME, dropout)

    assert likelihood(at)[1] == pytest.approx(slopes(likelihood, at), rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("hill", [Prior(), lambda at: SpendLikelihood(SOME)(at[:3])])
@settings(max_examples=10)
@given(logs)
def test_the_other_slopes_too(hill, at):
    expected = slopes(hill, at)[: len(hill(at)[1])]

    assert hill(at)[1] == pytest.approx(expected, rel=1e-4, abs=1e-4)


def test_a_customer_with_ten_thousand_purchases_overflows_nothing():
    one = Histories.of([10_000, 0], [3_000, 0], [7_000, 1])

    value, slope = Likelihood(one, Dropout.AFTER_ANY)(np.zeros(4))

    assert np.isfinite([value, *slope]).all()
