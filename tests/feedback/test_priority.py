"""How much a matter weighs."""

from datetime import date
from decimal import Decimal

import pytest

from feedback.priority import Priority, gap_between, recency_of
from feedback.priority_picture import draw

TEN = Priority(customers=10, severity=2, gap=1.5, scored=10, recency=0.5)


def test_the_formula():
    """customers x n/(n+10), severity, gap x n/(n+10), recency, over effort."""
    assert (TEN.frequency, TEN.score_gap, TEN.impact) == (5, 0.75, 1.5)
    assert TEN.weight == 5 * 2 * 0.75 * 0.5
    assert TEN.with_effort(5).priority == pytest.approx(TEN.weight / 5)


@pytest.mark.parametrize("customers", [0, 4])
def test_too_few_have_no_place(customers):
    few = Priority(customers=customers, severity=4, gap=4, scored=40)

    assert (few.is_few, few.priority) == (True, 0)


def test_happier_people_give_no_reason_to_hurry():
    assert Priority(customers=9, gap=-1, scored=9).weight == 0


def test_a_gap_needs_scores_on_both_sides():
    assert gap_between([1, 2], [4, 5]) == 3
    assert gap_between([], [4]) is gap_between([4], []) is None


def test_a_remark_of_a_month_ago_counts_half():
    today = date(2026, 5, 31)

    assert recency_of([today], today) == 1
    assert recency_of([date(2026, 5, 1)], today) == 0.5
    assert recency_of([], today) == 0


def test_bubbles_stand_where_their_figures_put_them():
    rich = Priority(customers=10, severity=4, gap=2, scored=10, spend=Decimal(400))
    poor = Priority(customers=5, severity=1, gap=None, spend=Decimal(100))

    first, second = draw([(1, "Waiting", rich), (2, "Prices", poor)])

    assert (first.x, first.y, first.radius) == (588, 40, 32)
    assert (second.x, second.y, second.radius) == (320, 340, 20)
    assert draw([]) == []
