"""Who goes first when several mails to one person are due. Pure.

The smaller number wins. The order is that of the shop's manners: whoever complained hears from us
before anybody is asked for a review.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

# Mails that people asked for stand outside: they are never kept back.
ASKED_FOR = 10
COMPLAINT, SURVEY, WELCOME, THANKS, CARE = 20, 25, 30, 35, 40
BIRTHDAY, REVIEW, WIN_BACK, REFERRAL, REWARD, NEWS = 45, 50, 55, 60, 65, 70


@dataclass(frozen=True)
class Candidate:
    """One mail that is due: how urgent, since when, and a number that tells it from the others."""

    priority: int
    not_before: datetime
    pk: int


def winner(candidates: Iterable[Candidate]) -> Candidate | None:
    """The one that leaves; the others lose, and that is written down."""
    return min(candidates, key=lambda each: (each.priority, each.not_before, each.pk), default=None)
