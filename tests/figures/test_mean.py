"""Means and their differences against published examples."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import stdtrit

from crm.figures.mean import Mean, MeanDifference, difference_in_differences
from crm.figures.student import t_quantile

# Hours of sleep gained by two drugs (Student 1908), as R's t.test prints them.
ONE_DRUG = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
THE_OTHER = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
values = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=50)


def test_welch_is_that_of_the_textbook():
    difference = MeanDifference(Mean.of(ONE_DRUG), Mean.of(THE_OTHER))

    assert difference.freedom == pytest.approx(17.776, abs=5e-4)
    assert difference.value == pytest.approx(-1.58)
    assert (difference.low, difference.high) == (pytest.approx(-3.3654832), pytest.approx(0.2054832))


def test_one_mean_is_that_of_the_textbook():
    mean = Mean.of(ONE_DRUG)

    assert (mean.value, mean.n) == (pytest.approx(0.75), 10)
    assert (mean.low, mean.high) == (pytest.approx(-0.5297804), pytest.approx(2.0297804))


def test_difference_in_differences_is_that_of_the_paper():
    # Card and Krueger 1994, table 3, row 4: 2.75 with standard error 1.34; 309 and 75 shops with all figures.
    changes = MeanDifference(Mean(309, 0.47, 0.48**2 * 309), Mean(75, -2.28, 1.25**2 * 75))

    assert changes.value == pytest.approx(2.75)
    half = (changes.high - changes.low) / 2 / t_quantile(changes.freedom)
    assert half == pytest.approx(1.34, abs=0.005)


def test_difference_in_differences_takes_each_customer_before_and_after():
    treated, others = [(10.0, 14.0), (20.0, 26.0)], [(10.0, 11.0), (30.0, 32.0), (5.0, 5.0)]

    difference = difference_in_differences(treated, others)

    assert (difference.value, difference.n) == (pytest.approx(5 - 1), 2)


@given(st.floats(1, 2000))
@settings(max_examples=30)
def test_t_quantile_agrees_with_the_library(freedom):
    assert t_quantile(freedom) == pytest.approx(stdtrit(freedom, 0.975), rel=1e-9)


@given(values, values)
@settings(max_examples=30)
def test_the_difference_turned_round_has_the_other_sign(first, second):
    one, other = (MeanDifference(Mean.of(a), Mean.of(b)) for a, b in [(first, second), (second, first)])

    assert (one.value, one.low, one.high) == (
        pytest.approx(-other.value),
        pytest.approx(-other.high),
        pytest.approx(-other.low),
    )
    assert one.low <= one.value <= one.high


@pytest.mark.parametrize("few", [[], [3.0]])
def test_too_few_values_have_no_interval(few):
    mean = Mean.of(few)

    assert (mean.low, mean.high) == (float("-inf"), float("inf"))
    assert MeanDifference(mean, Mean.of([1.0, 2.0])).high == float("inf")
