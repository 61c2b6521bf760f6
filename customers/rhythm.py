"""Everybody's own rhythm: how often somebody comes, and when their silence is longer than usual.

One's own gap leans on the shop's usual gap as long as one's own past is short: it counts as two gaps more.
"""

from dataclasses import dataclass
from datetime import date, timedelta

LEANING = 2  # gaps of the shop that stand beside one's own
PATIENCE = 3  # own gaps of silence that are too many: by chance that happens to one in twenty
USUAL_GAP = 60  # days, until the shop has a past
ENOUGH_GAPS = 20  # below this the shop's median says little


@dataclass(frozen=True)
class Rhythm:
    """When they should be back, and from which day on they are overdue."""

    gap: int
    expected_next_on: date
    overdue_on: date


def rhythm(first: date, last: date, *, buying_days: int, usual_gap: int) -> Rhythm:
    """The rhythm of somebody who bought on so many days between the first and the last.

    Days are whole: the gap is rounded, and overdue is the first day on which PATIENCE gaps are over.
    """
    days = (last - first).days + LEANING * usual_gap
    gaps = buying_days - 1 + LEANING
    gap = (2 * days + gaps) // (2 * gaps)
    patience = (PATIENCE * days + gaps - 1) // gaps
    return Rhythm(gap, last + timedelta(days=gap), last + timedelta(days=patience))
