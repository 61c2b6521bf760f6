"""What may be said of a figure: the same everywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.figures.change import Change
from crm.figures.difference import Difference
from crm.figures.display import Arrow, Display, Manner, arrow_of, display_of, manner_of
from crm.figures.incidence import Incidence
from crm.figures.promoters import PromoterDifference, PromoterScore
from crm.figures.quantile import Quantile
from crm.figures.share import Share


@pytest.mark.parametrize(
    ("n", "manner"),
    [
        (0, Manner.NO_DATA),
        (1, Manner.COUNTS_ONLY),
        (4, Manner.COUNTS_ONLY),
        (5, Manner.SMALL_SAMPLE),
        (29, Manner.SMALL_SAMPLE),
        (30, Manner.FULL),
    ],
)
def test_manner_follows_the_count(n, manner):
    assert manner_of(n) == manner


def test_four_of_four_is_no_percentage():
    assert display_of(Share(4, 4)) == Display(Manner.COUNTS_ONLY, n=4, k=4)


def test_nothing_is_no_percentage():
    assert display_of(Share(0, 0)) == Display(Manner.NO_DATA, n=0, k=0)


def test_a_large_sample_has_all():
    shown = display_of(Share(45, 50), Difference(Share(45, 50), Share(15, 50)))

    assert (shown.manner, shown.k, shown.n, shown.value, shown.arrow) == (Manner.FULL, 45, 50, 0.9, Arrow.UP)
    assert (round(shown.low, 3), round(shown.high, 3)) == (0.786, 0.957)


def test_a_small_sample_has_no_arrow():
    shown = display_of(Share(20, 20), Difference(Share(20, 20), Share(0, 50)))

    assert (shown.manner, shown.arrow) == (Manner.SMALL_SAMPLE, Arrow.NONE)


@pytest.mark.parametrize(
    ("change", "arrow"),
    [
        (None, Arrow.NONE),
        (Difference(Share(50, 50), Share(0, 10)), Arrow.NONE),
        (Difference(Share(25, 50), Share(24, 50)), Arrow.NO_CLEAR_CHANGE),
        (Change(Incidence(2, 500), Incidence(40, 500)), Arrow.DOWN),
        (PromoterDifference(PromoterScore(80, 15, 5), PromoterScore(20, 20, 60)), Arrow.UP),
        (PromoterDifference(PromoterScore(20, 8, 2), PromoterScore(18, 9, 3)), Arrow.NO_CLEAR_CHANGE),
    ],
)
def test_arrow_needs_enough_on_both_sides_and_a_clear_change(change, arrow):
    assert arrow_of(change) == arrow


def test_an_open_end_is_not_said():
    assert display_of(Quantile([1, 2, 3, 4, 5])).high is None


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_percentage_is_said_from_five_on_and_never_without_its_interval(k, more):
    shown = display_of(Share(k, k + more))

    assert (shown.value is None) == (k + more < 5)
    assert (shown.low is None) == (shown.value is None)
