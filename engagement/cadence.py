"""How often to be in touch, and how late we are. Pure.

What staff have set counts: for the customer, else the shortest of their tags, else for the shop. Where nobody
set anything it is their own rhythm of contacts, leaning on the shop's usual gap while it is short.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from crm.web.lasting import A_YEAR, lasting
from customers.rhythm import rhythm

A_WEEK = 7
IN_WEEKS_FROM = 14
LATE_BY_A_QUARTER = 4


@dataclass(frozen=True)
class Cadence:
    """Every so many days; `is_set` when staff said so."""

    every_days: int
    is_set: bool


@dataclass(frozen=True)
class Standing:
    """Where we are in it: days until the next contact is due, or since it was."""

    cadence: Cadence
    days_late: int

    @property
    def colour(self) -> str:
        """Good while there is time, late from the day on, bad once a quarter of it more has gone by."""
        if self.days_late <= 0:
            return "good"
        return "bad" if self.days_late * LATE_BY_A_QUARTER > self.cadence.every_days else "late"

    def __str__(self) -> str:
        return f"{every(self.cadence.every_days)} · {lateness(self.days_late)}"


def every(days: int) -> str:
    """From two weeks on nobody counts in days, and over a year not in weeks."""
    if days < IN_WEEKS_FROM:
        return _("every ~%d days") % days if days > 1 else _("every day")
    if days > A_YEAR:
        return _("every ~%s") % lasting(days)
    return _("every ~%d weeks") % ((days + A_WEEK // 2) // A_WEEK)


def lateness(days: int) -> str:
    """In words, so that the colour is never alone."""
    if days == 0:
        return _("due today")
    return (_("%s late") if days > 0 else _("%s left")) % lasting(abs(days))


def chosen(own: int | None, of_tags: Iterable[int], of_shop: int | None) -> Cadence | None:
    """The nearest one that staff have set."""
    nearest = own or min(of_tags, default=None) or of_shop
    return Cadence(nearest, is_set=True) if nearest else None


def from_contacts(first: date, last: date, *, days: int, usual_gap: int) -> Cadence:
    """Their own: from the days on which they bought or were in touch."""
    return Cadence(max(1, rhythm(first, last, buying_days=days, usual_gap=usual_gap).gap), is_set=False)


def standing(cadence: Cadence, last_seen_on: date, today: date) -> Standing:
    """It begins anew with every real contact."""
    due = last_seen_on + timedelta(days=cadence.every_days)
    return Standing(cadence, (today - due).days)
