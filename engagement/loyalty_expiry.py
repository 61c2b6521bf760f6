"""When what is on a card runs out. What is spent is what would have run out first."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from engagement.models import EntryKind, LoyaltyCard, LoyaltyEntry, LoyaltyProgram


@dataclass(frozen=True)
class RunsOut:
    """So many are gone after this day."""

    amount: int
    on: date


def last_day_of(program: LoyaltyProgram, earned_on: date) -> date | None:
    """Until when something is good that is earned on this day."""
    if program.expires_after_days is None:
        return None
    return earned_on + timedelta(days=program.expires_after_days)


def runs_out_next(lots: Iterable[tuple[int, date | None]], gone: int) -> RunsOut | None:
    """The next that will run out, of lots (how many, until when) of which so many are gone already."""
    for amount, on in sorted(lots, key=lambda lot: lot[1] or date.max):
        left = amount - gone
        if left > 0:
            return RunsOut(left, on) if on else None
        gone = -left
    return None


def left_by_day(moves: Iterable[tuple[int, date | None]]) -> dict[date, int]:
    """{last day: how many run out after it}, of all movements of one card; what is spent is gone first."""
    rows = list(moves)
    gone = -sum(amount for amount, _on in rows if amount < 0)
    left: dict[date, int] = defaultdict(int)
    for amount, on in sorted((row for row in rows if row[0] > 0), key=lambda row: row[1] or date.max):
        rest = max(0, amount - gone)
        gone = max(0, gone - amount)
        if on and rest:
            left[on] += rest
    return dict(left)


def ending_on(days: Sequence[date], theirs: Q) -> list[tuple[int, date]]:
    """(customer, last day) for every card of which something runs out, or ran out, after these days."""
    lots = LoyaltyEntry.objects.filter(theirs, expires_on__in=days, amount__gt=0)
    moves: dict[int, list[tuple[int, date | None]]] = defaultdict(list)
    for customer, amount, on in _moves_of(lots):
        moves[customer].append((amount, on))
    wanted = set(days)
    to_come = {
        (customer, day) for customer, rows in moves.items() for day in left_by_day(rows) if day in wanted
    }
    return sorted(to_come | _ran_out_after(days, theirs))


def _moves_of(lots: QuerySet[LoyaltyEntry]) -> Iterable[tuple[int, int, date | None]]:
    entries = LoyaltyEntry.objects.filter(card__in=lots.values("card"))
    return entries.values_list("card__customer_id", "amount", "expires_on").iterator(chunk_size=2_000)


def _ran_out_after(days: Sequence[date], theirs: Q) -> set[tuple[int, date]]:
    """What the clock took off the morning after; a dry run asks about days that are over."""
    day_of = {f"until:{day + timedelta(days=1)}": day for day in days}
    taken = LoyaltyEntry.objects.filter(theirs, kind=EntryKind.EXPIRED, cause__in=day_of)
    return {(customer, day_of[cause]) for customer, cause in taken.values_list("card__customer_id", "cause")}


def next_of_card(card: LoyaltyCard) -> RunsOut | None:
    """What runs out next on a card, in one query."""
    moves = LoyaltyEntry.objects.filter(card=card).values_list("amount", "expires_on")
    rows = list(moves)
    lots = [(amount, on) for amount, on in rows if amount > 0]
    return runs_out_next(lots, gone=-sum(amount for amount, _on in rows if amount < 0))
