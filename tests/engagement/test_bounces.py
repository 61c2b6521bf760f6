"""What came back, and what follows for the address."""

from datetime import UTC, datetime, timedelta

import pytest

from engagement.bounces import verdict_of, verdict_of_soft_bounces
from engagement.models import EventKind

DAY = datetime(2026, 5, 1, tzinfo=UTC)


def days(*numbers: int) -> list[datetime]:
    return [DAY + timedelta(days=number) for number in numbers]


@pytest.mark.parametrize(
    ("kind", "reason", "scope"),
    [("hard_bounce", "hard_bounce", "everything"), ("complained", "complaint", "unasked")],
)
def test_some_events_are_enough_alone(kind, reason, scope):
    verdict = verdict_of(kind)

    assert verdict
    assert (verdict.reason, verdict.scope, verdict.until) == (reason, scope, None)


@pytest.mark.parametrize("kind", sorted(set(EventKind) - {"hard_bounce", "complained"}))
def test_other_events_are_not(kind):
    assert verdict_of(kind) is None


@pytest.mark.parametrize(
    ("bounced", "until"),
    [
        ([0, 1], None),
        ([0, 15, 30], 120),
        ([30, 0, 15], 120),  # told in any order
        ([0, 15, 31], None),
        ([0, 20, 40, 45], 135),
        ([0, 1, 2, 90], 92),
    ],
)
def test_three_in_thirty_days_are_a_pause_of_ninety(bounced, until):
    verdict = verdict_of_soft_bounces(days(*bounced))

    assert (verdict and verdict.until) == (None if until is None else days(until)[0])
