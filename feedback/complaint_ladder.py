"""The ladder of a complaint: who is reminded when a clock runs out. Pure; each rung is climbed once."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.shop.opening_hours import OpeningHours
from engagement.enquiry_clock import with_hours
from feedback.complaint_clock import Running, after_working_days, moment_of_share
from feedback.complaint_targets import Clock

SOON = 0.75  # of a clock's time
# Two times the customer is asked again, then told that it will be closed, and then it is.
NOTICE, ALL_TIMES = 3, 4


class Whom(StrEnum):
    """Who hears of it."""

    CARER = "carer"
    LEAD = "lead"
    OWNER = "owner"
    CUSTOMER = "customer"


@dataclass(frozen=True)
class Rung:
    """One step: its name, when it is due, and who hears what."""

    key: str
    at: datetime
    whom: Whom
    words: str | Promise


@dataclass(frozen=True)
class Asking:
    """The customer has the ball since this line of the log, and is to be asked for the so-manieth time."""

    since: int
    time: int

    @property
    def key(self) -> str:
        return f"ask:{self.since}:{self.time}"


@dataclass(frozen=True)
class Climb:
    """What the ladder stands on: the clocks that run, how often it was opened again, and what hurries."""

    clocks: Sequence[Running]
    turn: int = 0
    urgent_since: datetime | None = None
    chase_on: date | None = None
    asking: Asking | None = None


def rungs(climb: Climb, hours: OpeningHours) -> list[Rung]:
    """All of them, whether their time has come or not, the earliest first."""
    found = [*_at_once(climb), *_chasing(climb, hours)]
    for running in climb.clocks:
        if running.met_at is None and running.due_at is not None:
            found += _of_clock(running, hours, climb.turn)
    return sorted(found, key=lambda rung: rung.at)


def due_rungs(ladder: Sequence[Rung], climbed: Collection[str], now: datetime) -> list[Rung]:
    """Those whose time has come and that nobody has climbed yet."""
    return [rung for rung in ladder if rung.at <= now and rung.key not in climbed]


def next_look(ladder: Sequence[Rung], climbed: Collection[str]) -> datetime | None:
    """When the clock has to look again."""
    return min((rung.at for rung in ladder if rung.key not in climbed), default=None)


def _of_clock(running: Running, hours: OpeningHours, turn: int) -> Iterator[Rung]:
    due = running.due_at
    if due is None:
        return
    # Each promise has a ladder of its own, and so has each time it was opened again.
    which = f":{due:%Y%m%d%H%M}" if running.clock == Clock.UPDATE else ""
    name = f"{running.clock}{which}" + (f":{turn}" if turn else "")
    if soon := moment_of_share(running, hours, SOON):
        yield Rung(f"{name}:soon", soon, Whom.CARER, _("three quarters of the time are over"))
    yield Rung(f"{name}:late", due, Whom.LEAD, _("the time is over"))
    later = after_working_days(hours, due, 1)
    yield Rung(f"{name}:later", later, Whom.OWNER, _("late for a working day"))


def _at_once(climb: Climb) -> Iterator[Rung]:
    if climb.urgent_since:
        yield Rung("urgent", climb.urgent_since, Whom.OWNER, _("it cannot wait"))


def _chasing(climb: Climb, hours: OpeningHours) -> Iterator[Rung]:
    if climb.chase_on is None:
        return
    midnight = datetime.combine(climb.chase_on, datetime.min.time(), hours.zone)
    opening = with_hours(hours).next_opening(midnight) or midnight
    if climb.asking is None:
        yield Rung(f"chase:{climb.chase_on:%Y%m%d}", opening, Whom.CARER, _("you wanted to ask again"))
    elif climb.asking.time <= ALL_TIMES:
        words = _("they do not answer, and no mail reaches them: ring them")
        yield Rung(climb.asking.key, opening, Whom.CUSTOMER, words)
