"""What an event of a mail means for its address. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engagement.models import EventKind, SuppressionReason, SuppressionScope

SOFT_BOUNCES, SOFT_WINDOW = 3, timedelta(days=30)
TRIED_AGAIN_AFTER = timedelta(days=90)
EVERYTHING, UNASKED = SuppressionScope.EVERYTHING, SuppressionScope.ALL_BUT_TRANSACTIONAL


@dataclass(frozen=True)
class Verdict:
    """Not to be written to any more: why, how far, until when."""

    reason: SuppressionReason
    scope: SuppressionScope
    until: datetime | None = None


# One is enough. An address that does not exist gets nothing at all.
AT_ONCE: Mapping[str, Verdict] = {
    EventKind.HARD_BOUNCE: Verdict(SuppressionReason.HARD_BOUNCE, EVERYTHING),
    EventKind.COMPLAINED: Verdict(SuppressionReason.COMPLAINT, UNASKED),
}


def verdict_of(kind: str) -> Verdict | None:
    """What follows from one such event alone."""
    return AT_ONCE.get(kind)


def verdict_of_soft_bounces(bounced_at: Sequence[datetime]) -> Verdict | None:
    """Three mails within 30 days could not be delivered: a pause of 90 days for what they did not ask for.

    In any order, and however late each was told: the newest three within a window count.
    """
    times = sorted(bounced_at, reverse=True)
    for newest, third in zip(times, times[SOFT_BOUNCES - 1 :], strict=False):
        if newest - third <= SOFT_WINDOW:
            return Verdict(SuppressionReason.SOFT_BOUNCE, UNASKED, newest + TRIED_AGAIN_AFTER)
    return None
