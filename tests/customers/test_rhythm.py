"""Everybody's own rhythm, in whole days."""

from datetime import date, timedelta

import pytest

from customers.rhythm import rhythm

FIRST = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("days", "buying_days", "usual_gap", "gap", "overdue_after"),
    [
        (0, 1, 60, 60, 180),  # one day: the shop's gap is all we know
        (0, 1, 1, 1, 3),
        (140, 6, 28, 28, 84),  # comes every 28 days in a shop of 28 days
        (28, 2, 60, 49, 148),  # (28 + 120) / 3 = 49.33: one own gap beside two of the shop
        (3, 3, 60, 31, 93),  # (3 + 120) / 4 = 30.75
    ],
)
def test_rhythm_leans_on_the_shop_until_the_own_past_is_long(
    days, buying_days, usual_gap, gap, overdue_after
):
    last = FIRST + timedelta(days=days)

    own = rhythm(FIRST, last, buying_days=buying_days, usual_gap=usual_gap)

    assert own.gap == gap
    assert own.expected_next_on == last + timedelta(days=gap)
    assert own.overdue_on == last + timedelta(days=overdue_after)
