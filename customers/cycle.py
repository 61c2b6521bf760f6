"""Where somebody stands in the cycle, from what really happened. Pure: no database, no clock.

Days are days in the shop's time zone. All tuples run from the earliest to the latest.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from customers.cycle_words import Level, Reason
from customers.models.customer import Stage

A_DAY = timedelta(days=1)
A_LONG_TIME = timedelta(days=365)  # between first and last purchase, of people who are committed


@dataclass(frozen=True)
class Rules:
    """The three numbers in the rules."""

    regular_after: int = 2  # buying days that make a regular
    lapsed_after: int = 180  # days without a purchase until lapsed
    advocate_for: int = 365  # days a recommendation counts


class Evidence(NamedTuple):
    """A sign of advocacy that stands."""

    kind: str
    on: date
    about: str = ""


class Pin(NamedTuple):
    """Staff know better from `since` until the day before `until`."""

    stage: Stage
    since: date
    until: date | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the rules ask about a customer."""

    known_on: date
    buying_days: tuple[date, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    pins: tuple[Pin, ...] = ()
    receipts: tuple[int, ...] = ()  # the first purchase of each buying day, for those who ask why

    @property
    def begins_on(self) -> date:
        """The day the shop knew them: an old receipt may be older than their card."""
        return min((self.known_on, *self.buying_days[:1]))


class Change(NamedTuple):
    """On this day they came to stand elsewhere."""

    from_stage: Stage | None  # None: nobody knew them
    to_stage: Stage
    effective_on: date
    reason: Reason
    measure: int | None = None  # the number in the reason
    about: str = ""  # what it rests on: "customers.purchase:17"


def stage_on(facts: Facts, day: date, rules: Rules) -> Stage | None:
    """Where they stood at the end of this day; None before the shop knew them."""
    return None if day < facts.begins_on else _stage_of_the_known(facts, day, rules)


def history(facts: Facts, until: date, rules: Rules) -> list[Change]:
    """Every change up to and including this day, at most one a day; the first is becoming known."""
    changes: list[Change] = []
    before: Stage | None = None
    for day in _turning_days(facts, rules):
        if day > until:
            break
        after = _stage_of_the_known(facts, day, rules)
        if after != before:
            changes.append(Change(before, after, day, *_why(facts, (before, after), day, rules)))
            before = after
    return changes


def next_turn(facts: Facts, day: date, rules: Rules) -> date | None:
    """The next day on which the stage changes though nothing happens any more."""
    later = (change.effective_on for change in history(facts, date.max, rules) if change.effective_on > day)
    return next(later, None)


def level_on(facts: Facts, day: date, rules: Rules) -> Level:
    """How close the relationship is, from the same facts; pins do not make it closer."""
    stage = _by_the_rules(facts, day, rules)
    bought = facts.buying_days[: bisect_right(facts.buying_days, day)]
    if stage in (Stage.ATTRACTION, Stage.LAPSED):
        return Level.COURTING
    if len(bought) < rules.regular_after:
        return Level.CONTRACT
    if stage == Stage.ADVOCACY:
        return Level.CONVERGENCE
    return Level.COMMITMENT if bought[-1] - bought[0] >= A_LONG_TIME else Level.CONTINUATION


def _stage_of_the_known(facts: Facts, day: date, rules: Rules) -> Stage:
    pin = _pin_on(facts, day)
    return pin.stage if pin else _by_the_rules(facts, day, rules)


def _by_the_rules(facts: Facts, day: date, rules: Rules) -> Stage:
    bought = bisect_right(facts.buying_days, day)
    if not bought:
        return Stage.ATTRACTION
    praise = _praise_on(facts, day)
    last_sign = facts.buying_days[bought - 1]
    if praise is not None:
        last_sign = max(last_sign, praise.on)
    if (day - last_sign).days > rules.lapsed_after:
        return Stage.LAPSED
    if praise is not None and (day - praise.on).days <= rules.advocate_for:
        return Stage.ADVOCACY
    return Stage.RETENTION if bought >= rules.regular_after else Stage.CONVERSION


def _praise_on(facts: Facts, day: date) -> Evidence | None:
    """The latest sign of advocacy so far."""
    if not facts.evidence:  # most people: a million of them are told in a minute
        return None
    return next((praise for praise in reversed(facts.evidence) if praise.on <= day), None)


def _pin_on(facts: Facts, day: date) -> Pin | None:
    if not facts.pins:
        return None
    holding = (pin for pin in facts.pins if pin.since <= day and (pin.until is None or day < pin.until))
    return next(holding, None)


def _turning_days(facts: Facts, rules: Rules) -> list[date]:
    """The days on which anything can change; on all others nothing does."""
    nth, begins_on = rules.regular_after - 1, facts.begins_on
    days = {begins_on, *facts.buying_days[:1], *facts.buying_days[nth : nth + 1]}
    days.update(_silences(facts, rules))
    for praise in facts.evidence:
        days.update((praise.on, praise.on + timedelta(days=rules.advocate_for + 1)))
    for pin in facts.pins:
        days.update((pin.since, pin.until or pin.since))
    return sorted(day for day in days if day >= begins_on)


def _silences(facts: Facts, rules: Rules) -> Iterator[date]:
    """Where a silence becomes too long, and where it ends."""
    too_long = timedelta(days=rules.lapsed_after + 1)
    signs: tuple[date, ...] = facts.buying_days
    if facts.evidence:
        signs = tuple(sorted({*signs, *(praise.on for praise in facts.evidence)}))
    for sign, following in pairwise(signs):
        if following - sign >= too_long:
            yield sign + too_long
            yield following
    if signs:
        yield signs[-1] + too_long


def _why(
    facts: Facts, move: tuple[Stage | None, Stage], day: date, rules: Rules
) -> tuple[Reason, int | None, str]:
    """The reason of a change with its number and what it rests on."""
    before, _after = move
    if pin := _pin_on(facts, day):
        return Reason.PINNED, None, pin.about
    if before is not None and (pin := _pin_on(facts, day - A_DAY)):
        return Reason.UNPINNED, None, pin.about
    bought = bisect_right(facts.buying_days, day)
    if bought and facts.buying_days[bought - 1] == day and (bought == 1 or before == Stage.LAPSED):
        return _by_a_purchase(facts, bought)
    return _by_the_stages(facts, move, day, rules)


def _by_the_stages(
    facts: Facts, move: tuple[Stage | None, Stage], day: date, rules: Rules
) -> tuple[Reason, int | None, str]:
    before, after = move
    bought, praise = bisect_right(facts.buying_days, day), _praise_on(facts, day)
    if after == Stage.ADVOCACY and praise:
        return Reason.RECOMMENDED, None, praise.about
    if after == Stage.LAPSED:
        return Reason.SILENT, rules.lapsed_after, _receipt(facts, bought)
    if before == Stage.ADVOCACY and praise:
        return Reason.FADED, rules.advocate_for, praise.about
    if after == Stage.RETENTION:
        return Reason.BOUGHT_AGAIN, bought, _receipt(facts, bought)
    return Reason.KNOWN, None, ""


def _by_a_purchase(facts: Facts, bought: int) -> tuple[Reason, int | None, str]:
    """The first purchase ever, or the one that ended a long silence."""
    if bought == 1:
        return Reason.FIRST_PURCHASE, None, _receipt(facts, bought)
    gap = facts.buying_days[bought - 1] - facts.buying_days[bought - 2]
    return Reason.CAME_BACK, gap.days, _receipt(facts, bought)


def _receipt(facts: Facts, bought: int) -> str:
    """The purchase behind their so-manieth buying day."""
    return f"customers.purchase:{facts.receipts[bought - 1]}" if bought and facts.receipts else ""
