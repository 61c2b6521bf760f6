"""Met only where the whole interval says so."""

from decimal import Decimal

import pytest

from metrics.definitions import METRICS
from metrics.figure import Figure
from metrics.goals.industry import INDUSTRY
from metrics.goals.target import Reached, Target
from metrics.period import Period
from tests.metrics.buying import day

HERE = Period(day(0), day(89))


def figure(slug: str, value: float | None, low: float, high: float, n: int = 50) -> Figure:
    return Figure(
        metric=METRICS[slug],
        period=HERE,
        numerator=Decimal(n),
        denominator=Decimal(n),
        value=value,
        low=low,
        high=high,
    )


@pytest.mark.parametrize(
    ("target", "low", "high", "reached"),
    [
        ("80", 0.81, 0.95, Reached.MET),
        ("80", 0.70, 0.79, Reached.NOT_MET),
        ("80", 0.75, 0.85, Reached.OPEN),
    ],
)
def test_a_target_is_met_where_the_whole_interval_is(target, low, high, reached):
    wanted = Target(METRICS["csat"], Decimal(target))

    assert wanted.reached_by(figure("csat", (low + high) / 2, low, high)) == reached


@pytest.mark.parametrize(
    ("low", "high", "reached"), [(1, 2, Reached.MET), (3, 5, Reached.OPEN), (5, 9, Reached.NOT_MET)]
)
def test_where_less_is_better_it_is_the_other_way_round(low, high, reached):
    wanted = Target(METRICS["first_answer"], Decimal(4))

    assert wanted.reached_by(figure("first_answer", 4, low, high)) == reached
    assert wanted.words("GBP") == "at most 4 hours"


def test_what_was_counted_is_as_it_is_and_too_few_say_nothing():
    orders = figure("orders", 410.0, 370, 450)

    assert Target(METRICS["orders"], Decimal(400)).reached_by(orders) == Reached.MET
    assert Target(METRICS["orders"], Decimal(411)).reached_by(orders) == Reached.NOT_MET
    assert Target(METRICS["csat"], Decimal(1)).reached_by(figure("csat", 1.0, 0.4, 1, n=4)) == Reached.OPEN


def test_what_others_report_is_a_range_with_its_source():
    assert set(INDUSTRY) <= set(METRICS)
    assert all(others.low < others.high and others.source and others.caveat for others in INDUSTRY.values())
