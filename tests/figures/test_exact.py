"""Exact tests against a statistics library."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, fisher_exact

from crm.figures.exact import conditional_poisson, fisher
from crm.figures.incidence import Incidence
from crm.figures.share import Share

shares = st.integers(1, 60).flatmap(lambda n: st.integers(0, n).map(lambda k: Share(k, n)))


def test_fisher_is_that_of_the_tea_tasting():
    assert fisher(Share(3, 4), Share(1, 4)) == pytest.approx(0.4857142857)


@given(shares, shares)
@settings(max_examples=25)
def test_fisher_is_that_of_the_library(first, second):
    table = [[first.k, first.n - first.k], [second.k, second.n - second.k]]

    assert fisher(first, second) == pytest.approx(fisher_exact(table).pvalue, abs=1e-7)


@given(st.integers(0, 30), st.integers(1, 900), st.integers(0, 30), st.integers(1, 900))
@settings(max_examples=25)
def test_conditional_poisson_is_the_binomial_of_the_library(k, n, other_k, other_n):
    chance = conditional_poisson(Incidence(k, n), Incidence(other_k, other_n))

    if k + other_k:
        assert chance == pytest.approx(binomtest(k, k + other_k, n / (n + other_n)).pvalue, abs=1e-7)
    else:
        assert chance == 1


def test_nothing_to_happen_in_proves_nothing():
    assert conditional_poisson(Incidence(0, 0), Incidence(3, 100)) == 1
    assert fisher(Share(0, 0), Share(1, 9)) == 1
