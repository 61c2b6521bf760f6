"""What can go wrong when a mail is handed over, and what to do then. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from engagement.headers import one_line
from engagement.models import MessageClass


class TroubleKind(StrEnum):
    """Told apart by what has to be done."""

    AWAY = "away"  # the server cannot be reached: no fault of this mail
    LATER = "later"  # "try again"
    BAD_ADDRESS = "bad_address"  # there is no such address
    MAILBOX_FULL = "mailbox_full"
    REFUSED = "refused"  # they do not want this mail
    UNCERTAIN = "uncertain"  # all was said, and no answer came: perhaps it is sent
    STOP = "stop"  # they do not want us: no mail will do better


class Trouble(Exception):
    """A mail could not be handed over; `words` is what the server said."""

    def __init__(self, kind: TroubleKind, words: str) -> None:
        self.kind, self.words = kind, one_line(words, 300)
        super().__init__(f"{kind}: {self.words}")


class Away(NamedTuple):
    """The server cannot be reached: since when, how often in a row, and until when nobody asks."""

    since: datetime
    times: int
    until: datetime


_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
# After the first, second … attempt. Greylisting wants some minutes; the last pauses outlast a night.
PAUSES = (
    5 * _MINUTE, 15 * _MINUTE, _HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR, 24 * _HOUR,
)  # fmt: skip
MOST_ATTEMPTS = {MessageClass.TRANSACTIONAL: len(PAUSES) + 1}
FEWER_ATTEMPTS = 5
# A server that is away takes all mail with it: attempts are not counted then, until the mail is out of date.
FIRST_PAUSE_AWAY, LONGEST_PAUSE_AWAY = _MINUTE, 30 * _MINUTE
# The mail that met it goes behind the others: should the server hang up because of it, they leave first.
BEHIND_THE_OTHERS = _MINUTE
# A mail that cannot even be made.
POISON_ATTEMPTS = 5


def most_attempts(message_class: str) -> int:
    """What people asked for is tried for two days, the rest for some hours."""
    return MOST_ATTEMPTS.get(MessageClass(message_class), FEWER_ATTEMPTS)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after this many attempts."""
    return PAUSES[min(max(attempts, 1), len(PAUSES)) - 1]


def next_away(known: Away | None, now: datetime) -> Away:
    """Twice as long as the last time, up to half an hour."""
    times = known.times + 1 if known else 1
    pause = min(FIRST_PAUSE_AWAY * 2 ** min(times - 1, 10), LONGEST_PAUSE_AWAY)
    return Away(known.since if known else now, times, now + pause)
