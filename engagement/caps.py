"""How much mail is enough. Pure.

Surveys, reviews and marketing together: at most one a day and three in 14 days; once a month for
whoever asked for that. What they asked for themselves is never counted against them.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

A_DAY, TWO_WEEKS, A_MONTH = timedelta(days=1), timedelta(days=14), timedelta(days=30)
MOST_IN_TWO_WEEKS = 3


def free_again(sent: Sequence[datetime], now: datetime, *, at_most_monthly: bool = False) -> datetime:
    """When the next one may leave, from when the last ones left (in any order); `now` when it may now."""
    newest_first = sorted((at for at in sent if at <= now), reverse=True)
    if not newest_first:
        return now
    waits = [newest_first[0] + (A_MONTH if at_most_monthly else A_DAY)]
    if len(newest_first) >= MOST_IN_TWO_WEEKS:
        waits.append(newest_first[MOST_IN_TWO_WEEKS - 1] + TWO_WEEKS)
    return max(now, *waits)
