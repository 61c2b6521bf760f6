"""When it is tried again: after seconds, minutes, hours, for three days; pure."""

from datetime import timedelta

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(days=3)
# No answer to anything for so long: nobody lives there any more.
DEAD_AFTER = timedelta(days=5)
_PAUSES = (5 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 18 * HOUR)
_LONGEST_REST = 5 * MINUTE


def pause_after(attempts: int) -> timedelta:
    """How long one telling waits after so many tries."""
    return _PAUSES[min(attempts, len(_PAUSES)) - 1]


def rest_after(failures: int) -> timedelta:
    """How long an address is left alone that failed so many times in a row, whatever waits for it."""
    return min(timedelta(seconds=2.0 ** min(failures, 10)), _LONGEST_REST)
