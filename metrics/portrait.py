"""What the whole past of a shop looks like as of one day: gaps, months, cohorts, fifths, and the largest."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from crm.figures.share import Share
from metrics.counting import portrait, scores
from metrics.models import Count
from metrics.period import Period
from metrics.scores import bounds, everybody_summed, values_of

PARTS_OF_GAPS = (0.25, 0.5, 0.75, 0.8, 0.9, 0.95)
LARGEST = ("0.01", "0.1", "0.2")
Cells = dict[tuple[date, date], tuple[int, int, Decimal]]  # (cohort, month): customers, orders, sales


@dataclass(frozen=True)
class Month:
    """What known customers bought in one month."""

    month: date
    sales: Decimal
    orders: int
    buyers: int
    new_customers: int
    new_sales: Decimal


@dataclass(frozen=True)
class Retained:
    """Buyers of one period in another."""

    buyers_before: int
    buyers: int
    new: int
    reactivated: int
    share: Share


def gaps_on(as_of: date) -> dict[str, Any]:
    """Days between two buying days of the same customer."""
    ((count, mean, parts),) = _rows(portrait.GAPS, {"as_of": as_of, "parts": list(PARTS_OF_GAPS)})
    named = {f"p{round(part * 100)}": value for part, value in zip(PARTS_OF_GAPS, parts or (), strict=False)}
    return {"n": count, "mean": mean, **named}


def cells_on(as_of: date) -> Cells:
    """How many of each cohort bought in each month, counted from the buying days themselves."""
    rows = _rows(portrait.COHORTS, {"as_of": as_of})
    return {(cohort, month): tuple(counted) for cohort, month, *counted in rows}


def months_of(cells: Cells) -> list[Month]:
    """The same by month; those who are new are the cohort of the month."""
    months: dict[date, list[tuple[int, int, Decimal]]] = defaultdict(list)
    for (_cohort, month), counted in cells.items():
        months[month].append(counted)
    none = (0, 0, Decimal(0))
    return [
        Month(
            month,
            sales=sum((sales for _people, _orders, sales in counted), Decimal(0)),
            orders=sum(orders for _people, orders, _sales in counted),
            buyers=sum(people for people, _orders, _sales in counted),
            new_customers=cells.get((month, month), none)[0],
            new_sales=cells.get((month, month), none)[2],
        )
        for month, counted in sorted(months.items())
    ]


def retained(before: Period, after: Period) -> Retained:
    """Of those who bought in one period: who bought in the other."""
    values = {
        "first_first": before.first,
        "first_last": before.last,
        "second_first": after.first,
        "second_last": after.last,
    }
    ((were, are, both, new, back),) = _rows(portrait.RETAINED, values)
    return Retained(were, are, new, back, Share(both, were))


def largest_on(as_of: date) -> dict[str, Decimal | None]:
    """What part of all sales the largest hundredth, tenth and fifth of customers bring."""
    values = {"as_of": as_of, "parts": list(LARGEST)}
    return {str(part): brought for part, brought in _rows(portrait.CONCENTRATION, values)}


def segments_on(as_of: date, count: Count) -> dict[str, tuple[int, Decimal]]:
    """How many customers stand in each part of the grid, and what they spent."""
    asked = scores.PLACED + "SELECT segment, count(*), sum(sales) FROM placed GROUP BY 1 ORDER BY 1"
    with everybody_summed(as_of):
        recency, money = bounds()
        values = values_of(count, as_of) | {"recency_bounds": recency, "money_bounds": money}
        return {segment: (people, sales) for segment, people, sales in _rows(asked, values)}


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
