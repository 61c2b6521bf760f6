"""What customers told us privately, as 1 to 5. A socket: each kind of survey registers its answers.

It is asked when the report on invitations is drawn, and by nothing that decides whom to ask.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple


class PrivateScore(NamedTuple):
    """Somebody's answer, as 1 to 5, and when they gave it."""

    customer_id: int
    at: datetime
    score: int


Scores = Callable[[Collection[int]], Iterable[PrivateScore]]
_SCORES: list[Scores] = []


def tells_scores(scores: Scores) -> Scores:
    """Register where private answers are kept."""
    if scores not in _SCORES:
        _SCORES.append(scores)
    return scores


def scores_before(moments: Sequence[tuple[int, datetime]]) -> list[int | None]:
    """For each (customer, moment) the last answer they had given by then; None where there was none."""
    customers = {customer for customer, _at in moments}
    told = sorted(each for scores in _SCORES for each in scores(customers))
    of_each: dict[int, list[PrivateScore]] = defaultdict(list)
    for each in told:
        of_each[each.customer_id].append(each)
    return [
        next((each.score for each in reversed(of_each[customer]) if each.at <= at), None)
        for customer, at in moments
    ]
