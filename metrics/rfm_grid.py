"""Recency by frequency: how many stand where, and what they have spent."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Sum

from crm.figures.share import Share
from metrics.definitions.metric import Words
from metrics.models import CustomerScore
from metrics.models.customer_score import RfmSegment

SCORES = (1, 2, 3, 4, 5)
Tally = tuple[int, Decimal]  # how many, and what they spent
NOBODY: Tally = (0, Decimal(0))


@dataclass(frozen=True)
class Square:
    """One recency and one frequency; every square lies in one segment."""

    customers: int
    worth: Decimal
    segment: Words


@dataclass(frozen=True)
class SegmentLine:
    """One segment: its part of all customers, and of all they spent."""

    segment: RfmSegment
    customers: Share
    worth: Decimal
    part: float | None


@dataclass(frozen=True)
class Grid:
    """Both tables, from one question."""

    lines: list[tuple[int, list[Square | None]]]
    segments: list[SegmentLine]
    customers: int


def count_grid() -> Grid:
    """Everybody who has bought, by their scores; money is less what was brought back."""
    rows = list(_counted())
    squares = {(row["recency"], row["frequency"]): _square(row) for row in rows}
    lines = [(recency, [squares.get((recency, each)) for each in SCORES]) for recency in reversed(SCORES)]
    return Grid(lines, _segments(rows), sum(row["customers"] for row in rows))


def _counted() -> Any:
    counted = CustomerScore.objects.order_by().values("recency", "frequency", "segment")
    return counted.annotate(customers=Count("pk"), worth=Sum(F("sales") + F("refunded")))


def _square(row: dict[str, Any]) -> Square:
    return Square(row["customers"], row["worth"], RfmSegment(row["segment"]).label)


def _segments(rows: list[dict[str, Any]]) -> list[SegmentLine]:
    found: dict[str, Tally] = defaultdict(lambda: NOBODY)
    for row in rows:
        customers, worth = found[row["segment"]]
        found[row["segment"]] = (customers + row["customers"], worth + row["worth"])
    everybody = sum(customers for customers, _worth in found.values())
    everything = sum((worth for _customers, worth in found.values()), Decimal(0))
    return [_line(segment, found[segment], everybody, everything) for segment in RfmSegment]


def _line(segment: RfmSegment, tally: Tally, everybody: int, everything: Decimal) -> SegmentLine:
    customers, worth = tally
    part = float(worth / everything) if everything > 0 else None
    return SegmentLine(segment, Share(customers, everybody), worth, part)
