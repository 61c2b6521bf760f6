"""After how many days this shop calls a customer silent."""

from datetime import date

from django.db import connection

from crm.figures.share import SMALL, Share
from metrics.counting.silence import BROKEN
from metrics.definitions.churn import SILENCES

BROKEN_AT_MOST = 0.25


def broken_on(as_of: date) -> dict[int, Share]:
    """Of the silences of each length: how many ended in a purchase within the half year after."""
    with connection.cursor() as cursor:
        cursor.execute(BROKEN, {"as_of": as_of})
        return {length: Share(broken, known) for length, broken, known in cursor.fetchall()}


def silence_on(as_of: date) -> int:
    """The shortest of which fewer than a quarter were broken; the longest while too few are known."""
    for length, share in broken_on(as_of).items():
        if share.n >= SMALL and (share.rate or 0) < BROKEN_AT_MOST:
            return length
    return SILENCES[-1]
