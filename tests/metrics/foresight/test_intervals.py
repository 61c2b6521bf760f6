"""The interval of the average order, as it was counted by night."""

from math import inf

import pytest

from metrics.definitions import METRICS
from metrics.foresight.intervals import keep_intervals
from metrics.models import KeptInterval
from metrics.period import Period
from metrics.rollups import rebuild
from metrics.series import value_of
from tests.metrics.buying import day, sell


def ends(period, **more):
    figure = value_of(METRICS["average_order"], period, **more)
    return figure.low, figure.high


def test_the_average_order_lies_between_what_was_drawn(anna, bert):
    for customer, total in ((anna, "10"), (bert, "20"), (None, "60")):
        sell(customer, 0, 1, total=total)
    rebuild()
    keep_intervals(day(1))

    low, high = ends(Period.rolling(30, day(1)))

    assert 10 <= low < 30 < high <= 60
    assert ends(Period.rolling(30, day(0))) == (-inf, inf)
    assert ends(Period.rolling(30, day(1)), channel="web") == (-inf, inf)


@pytest.mark.django_db
def test_nothing_sold_has_no_interval(shop):
    keep_intervals(day(1))

    assert not KeptInterval.objects.exists()
