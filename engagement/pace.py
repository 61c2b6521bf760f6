"""How fast mail may leave. Pure: limits and counts in, a number of mails out.

Mail that nobody asked for leaves a tenth of every limit free, so that a letter never waits for a newsletter.
A new sender starts slowly: mailbox providers distrust an address that suddenly writes to thousands.
"""

from dataclasses import dataclass
from datetime import date, timedelta

BULK_SHARE = 0.9
# Who may send ten a second or more sends them evenly, each at a distance to the one before: a burst would
# take all of a small machine from whoever looks at a page. A little slower than the limit, or the count of
# the last minute would stop it again and again.
EVEN_FROM, A_LITTLE_SLOWER = 600, 1.02
# (days since the warm-up began, mails a day at most until then); five weeks, then the shop's own limit.
RAMP = ((2, 50), (4, 100), (7, 200), (14, 500), (21, 1000), (28, 2000), (35, 4000))

BRAKE_WINDOW = timedelta(hours=24)
# Below these counts a rate says nothing: one bad address of ten would stop a small shop.
FEWEST_BOUNCES, MOST_BOUNCING = 5, 0.05
FEWEST_COMPLAINTS, MOST_COMPLAINING = 2, 0.001


@dataclass(frozen=True)
class Limits:
    """What the shop set."""

    per_minute: int
    per_hour: int
    per_day: int
    warm_up_from: date | None = None


@dataclass(frozen=True)
class Left:
    """How many mails left the house lately."""

    ten_seconds: int = 0
    minute: int = 0
    hour: int = 0
    day: int = 0


def room_left(limits: Limits, left: Left, today: date, *, is_bulk: bool) -> int:
    """How many may leave now."""
    share = BULK_SHARE if is_bulk else 1
    # A steady stream instead of a burst at every full minute.
    sixth = -(-limits.per_minute // 6)
    is_even = distance(limits, is_bulk=is_bulk) > 0
    windows = (
        (sixth, 0 if is_even else left.ten_seconds),
        (limits.per_minute, left.minute),
        (limits.per_hour, left.hour),
        (day_limit(limits, today), left.day),
    )
    return max(0, min(_share_of(limit, share) - count for limit, count in windows))


def distance(limits: Limits, *, is_bulk: bool) -> float:
    """Seconds from one mail to the next; 0 where the next may follow at once."""
    a_minute = _share_of(limits.per_minute, BULK_SHARE)
    return A_LITTLE_SLOWER * 60 / a_minute if is_bulk and a_minute >= EVEN_FROM else 0


def day_limit(limits: Limits, today: date) -> int:
    """The shop's limit, or less while it is warming up."""
    if limits.warm_up_from is None:
        return limits.per_day
    days = (today - limits.warm_up_from).days
    step = next((most for until, most in RAMP if days < until), limits.per_day)
    return min(step, limits.per_day)


def warm_up_ends(limits: Limits) -> date | None:
    """The first day without a ramp."""
    return limits.warm_up_from and limits.warm_up_from + timedelta(days=RAMP[-1][0])


def too_many_bounces(sent: int, bounces: int) -> bool:
    """More than five in a hundred addresses do not exist: somebody bought a list."""
    return bounces >= FEWEST_BOUNCES and bounces > sent * MOST_BOUNCING


def too_many_complaints(sent: int, complaints: int) -> bool:
    """More than one in a thousand calls it spam: mailbox providers begin to shut us out."""
    return complaints >= FEWEST_COMPLAINTS and complaints > sent * MOST_COMPLAINING


def _share_of(limit: int, share: float) -> int:
    # A tiny limit still lets something through.
    return max(1, int(limit * share)) if limit else 0
