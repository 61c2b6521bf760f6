"""How many mails may leave now."""

from datetime import date, timedelta

import pytest

from engagement.pace import (
    RAMP,
    Left,
    Limits,
    day_limit,
    distance,
    room_left,
    too_many_bounces,
    too_many_complaints,
    warm_up_ends,
)

TODAY = date(2026, 3, 2)
LIMITS = Limits(per_minute=60, per_hour=1000, per_day=5000)


@pytest.mark.parametrize(
    ("left", "letters", "bulk"),
    [
        (Left(), 10, 9),
        (Left(ten_seconds=9), 1, 0),
        (Left(minute=55), 5, 0),
        (Left(minute=60), 0, 0),
        (Left(hour=899), 10, 1),
        (Left(day=4999), 1, 0),
    ],
)
def test_room_is_what_the_tightest_limit_leaves_and_news_leave_a_tenth(left, letters, bulk):
    assert room_left(LIMITS, left, TODAY, is_bulk=False) == letters
    assert room_left(LIMITS, left, TODAY, is_bulk=True) == bulk


def test_who_may_send_many_keeps_a_distance_instead_of_counting_ten_seconds():
    fast, slow = Limits(6000, 100_000, 100_000), Limits(600, 100_000, 100_000)

    assert distance(fast, is_bulk=True) == pytest.approx(60 / 5400 * 1.02)
    assert [distance(fast, is_bulk=False), distance(slow, is_bulk=True)] == [0, 0]
    assert room_left(fast, Left(ten_seconds=900, minute=900), TODAY, is_bulk=True) == 900
    assert room_left(fast, Left(ten_seconds=900, minute=5399), TODAY, is_bulk=True) == 1
    assert room_left(fast, Left(ten_seconds=990, minute=990), TODAY, is_bulk=False) == 10


def test_a_tiny_limit_lets_something_through_and_none_nothing():
    assert room_left(Limits(1, 1, 1), Left(), TODAY, is_bulk=True) == 1
    assert room_left(Limits(0, 1, 1), Left(), TODAY, is_bulk=True) == 0


@pytest.mark.parametrize(("days", "most"), [(0, 50), (2, 100), (6, 200), (34, 4000), (35, 5000), (400, 5000)])
def test_warming_up_grows_to_the_shops_own_limit(days, most):
    limits = Limits(60, 1000, 5000, TODAY - timedelta(days=days))

    assert day_limit(limits, TODAY) == most


def test_warming_up_never_goes_beyond_the_limit_and_ends():
    limits = Limits(60, 1000, 30, TODAY)

    assert day_limit(limits, TODAY) == 30
    assert warm_up_ends(limits) == TODAY + timedelta(days=35)
    assert warm_up_ends(LIMITS) is None
    assert [most for _until, most in RAMP] == sorted(most for _until, most in RAMP)


@pytest.mark.parametrize(
    ("sent", "bounces", "brakes"), [(10, 4, False), (99, 5, True), (100, 5, False), (0, 5, True)]
)
def test_bounces_brake_beyond_five_in_a_hundred_and_never_for_a_few(sent, bounces, brakes):
    assert too_many_bounces(sent, bounces) is brakes


@pytest.mark.parametrize(
    ("sent", "complaints", "brakes"), [(10, 1, False), (1999, 2, True), (2000, 2, False)]
)
def test_complaints_brake_beyond_one_in_a_thousand_and_never_for_one(sent, complaints, brakes):
    assert too_many_complaints(sent, complaints) is brakes
