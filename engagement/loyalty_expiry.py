"""When what is on a card runs out. What is spent is what would have run out first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from engagement.models import LoyaltyCard, LoyaltyEntry, LoyaltyProgram


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


def next_of_card(card: LoyaltyCard) -> RunsOut | None:
    """What runs out next on a card, in one query."""
    moves = LoyaltyEntry.objects.filter(card=card).values_list("amount", "expires_on")
    rows = list(moves)
    lots = [(amount, on) for amount, on in rows if amount > 0]
    return runs_out_next(lots, gone=-sum(amount for amount, _on in rows if amount < 0))
