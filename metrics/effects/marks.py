"""What the shop did in each step of a trend: marks on it, not causes of it."""

from collections.abc import Sequence

from metrics.effects.subject import Subject, subjects
from metrics.period import Period
from metrics.trend import Point


def marked(points: Sequence[Point]) -> list[tuple[Point, list[Subject]]]:
    """Each step with what was begun in it, the earliest first; three queries however many steps."""
    if not points:
        return []
    first, last = points[0].figure.period.first, points[-1].figure.period.last
    begun = subjects(Period(first, last))[::-1]
    return [(point, [each for each in begun if _lies_in(each, point.figure.period)]) for point in points]


def _lies_in(subject: Subject, period: Period) -> bool:
    return period.first is not None and period.first <= subject.since <= period.last
