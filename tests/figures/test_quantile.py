"""The median and the ninetieth percentile, bounded by two of the values themselves."""

from math import comb, inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.figures.quantile import Quantile, quantile_ranks


@pytest.mark.parametrize(
    ("n", "ranks"), [(5, (0, 6)), (6, (1, 6)), (10, (2, 9)), (20, (6, 15)), (50, (18, 33)), (100, (40, 61))]
)
def test_the_ranks_around_the_median_are_those_of_the_tables(n, ranks):
    assert quantile_ranks(n) == ranks


@settings(max_examples=30)
@given(st.integers(1, 60), st.sampled_from([0.25, 0.5, 0.9]))
def test_no_narrower_ranks_would_do(n, part):
    def at_most(k):
        return sum(comb(n, j) * part**j * (1 - part) ** (n - j) for j in range(k + 1))

    low, high = quantile_ranks(n, part)

    assert low == 0 or at_most(low - 1) <= 0.025 + 1e-12
    assert at_most(low) > 0.025 - 1e-12
    assert high == n + 1 or at_most(high - 1) >= 0.975 - 1e-12
    assert at_most(high - 2) < 0.975 + 1e-12


@settings(max_examples=30)
@given(st.lists(st.floats(0, 1e6), min_size=6, max_size=80))
def test_the_median_lies_between_two_values(values):
    median = Quantile(sorted(values))

    assert median.low <= median.value <= median.high
    assert {median.low, median.high} <= set(values)


def test_quantile_says_what_it_does_not_know():
    assert (Quantile([]).value, Quantile([]).low, Quantile([]).high) == (None, -inf, inf)
    assert (Quantile([1, 2, 3]).value, Quantile([1, 2, 3]).high) == (2, inf)
    assert Quantile(range(36), 0.9).high == 35
    assert Quantile(range(35), 0.9).high == inf


def test_a_million_cases_are_quick_to_bound():
    assert quantile_ranks(1_000_000) == (499_020, 500_981)
