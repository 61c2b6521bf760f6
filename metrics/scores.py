"""Keeping every customer's own numbers: all of them by night, those who bought within minutes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection, transaction

from crm.web.planner import planned
from metrics.counting import scores
from metrics.counting.statement import run
from metrics.models import Count
from metrics.silence import silence_on


def score_everybody(count: Count, *, as_of: date) -> None:
    """Where the fifths begin is looked up anew; then everybody is measured by it."""
    count.silent_after = silence_on(as_of)
    count.scored_on = as_of
    with everybody_summed(as_of):
        count.recency_bounds, count.money_bounds = bounds()
        run(scores.WRITE_EVERYBODY, values_of(count, as_of))
        run(scores.FORGET_OTHERS, {})
    count.save(update_fields=["recency_bounds", "money_bounds", "silent_after", "scored_on"])


def score_these(count: Count, customers: list[int], *, as_of: date) -> None:
    """By last night's fifths: one purchase moves nobody else."""
    values = values_of(count, as_of) | {"customers": customers}
    with planned(never=("seqscan",)):  # a few customers are looked up, however many there are
        run(scores.WRITE_THESE, values)
        run(scores.FORGET_THESE, values)


@contextmanager
def everybody_summed(as_of: date) -> Iterator[None]:
    """What everybody bought until a day, for the questions asked meanwhile."""
    with transaction.atomic():
        run(scores.SUM_EVERYBODY, {"as_of": as_of})
        yield
        run(scores.FORGET_SUMS, {})


def bounds() -> tuple[list[str], list[str]]:
    """The first last day, and the smallest sum, of each score above one; empty where nobody has it."""
    recency, money = (
        [str(bound) for bound in _asked(statement) or () if bound is not None]
        for statement in (scores.RECENCY_BOUNDS, scores.MONEY_BOUNDS)
    )
    return recency, money


def values_of(count: Count, as_of: date) -> dict[str, Any]:
    """What the statements of scores ask for."""
    return {
        "as_of": as_of,
        "usual_gap": count.usual_gap,
        "recency_bounds": count.recency_bounds,
        "money_bounds": count.money_bounds,
        "frequency_bands": list(scores.FREQUENCY_BANDS),
    }


def _asked(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]
