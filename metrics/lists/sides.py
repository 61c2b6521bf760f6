"""A list and everybody else, counted: three statements, however many people there are."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from crm.figures.mean import Mean
from crm.figures.promoters import PromoterScore
from crm.figures.share import Share
from customers.listing import Listing
from customers.segments.statement import statement_of
from metrics.counting import list_sides
from metrics.models import RfmSegment
from metrics.period import Period

NOTHING, NOBODY = Mean(0, None), Share(0, 0)
A_YEAR = 365


@dataclass
class Side:
    """The people of the list, or everybody else."""

    people: int = 0
    bought: int = 0
    again: Share = NOBODY
    overdue: Share = NOBODY
    back: Share = NOBODY
    likely: Mean = NOTHING
    worth: Mean = NOTHING
    spent: Mean = NOTHING
    segments: dict[RfmSegment, Share] = field(default_factory=dict)
    answers: dict[str, tuple[int, int, int]] = field(default_factory=dict)  # {metric: (all, high, low)}

    def satisfied(self, metric: str) -> Share:
        """Answers of 4 or 5, of all."""
        all_, high, _low = self.answers.get(metric, (0, 0, 0))
        return Share(high, all_)

    @property
    def promoters(self) -> PromoterScore:
        all_, high, low = self.answers.get("nps", (0, 0, 0))
        return PromoterScore(high, all_ - high - low, low)


@dataclass(frozen=True)
class Sides:
    """Nobody is on both of them, so that they can be compared."""

    inside: Side
    outside: Side


def count_sides(listing: Listing, *, today: date, zone: str) -> Sides:
    """What the clock has counted of each, and what both have answered."""
    sides = {True: Side(), False: Side()}
    for is_inside, *row in _run(list_sides.PEOPLE, listing, today):
        _read_people(sides[is_inside], row)
    lately = Period.rolling(90, today)
    before = lately.earlier(90)
    year = today - timedelta(days=A_YEAR)
    for is_inside, *row in _run(
        list_sides.DAYS, listing, before.first, before.last, before.last, year, today
    ):
        _read_days(sides[is_inside], row)
    first = datetime.combine(lately.first or today, time.min, ZoneInfo(zone))
    for is_inside, metric, *counts in _run(list_sides.ANSWERS, listing, zone, first):
        sides[is_inside].answers[metric] = (counts[0], counts[1], counts[2])
    return Sides(sides[True], sides[False])


def _run(statement: str, listing: Listing, *values: Any) -> list[tuple[Any, ...]]:
    chosen, chosen_values = statement_of(listing)
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("{chosen}", chosen), [*chosen_values, *values])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _read_people(side: Side, row: list[Any]) -> None:
    side.people, side.bought, again, overdue, *rest = row
    side.again, side.overdue = Share(again, side.bought), Share(overdue, side.bought)
    side.likely, side.worth = mean_of(*rest[:3]), mean_of(*rest[3:6])
    side.segments = {
        segment: Share(count, side.bought) for segment, count in zip(RfmSegment, rest[6:], strict=True)
    }
    side.spent = mean_of(side.bought, 0.0, 0.0)


def _read_days(side: Side, row: list[Any]) -> None:
    before, back, _buyers, total, squares = row
    side.back, side.spent = Share(back, before), mean_of(side.bought, total, squares)


def mean_of(n: int, total: float, squares: float) -> Mean:
    """A mean with its variance, of what n customers add up to."""
    if not n:
        return NOTHING
    value = total / n
    return Mean(n, value, max(0.0, squares - n * value * value) / (n - 1) if n > 1 else 0.0)
