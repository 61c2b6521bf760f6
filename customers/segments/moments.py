"""Reading off moments that are kept in their order: how many lie in a stretch of time."""

from datetime import date, timedelta
from typing import Any

from django.db.models import DecimalField, F, Func, IntegerField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from customers.filtering.reading import morning_of
from customers.segments.period import Period

SOLD_AT, PAID_AT, PAID = "buying__sold_at", "buying__paid_at", "buying__paid"
SMALLEST = timedelta(microseconds=1)
SUM = DecimalField(max_digits=24, decimal_places=4)


def known(figure: Combinable) -> Coalesce:
    """Nothing where nothing is kept: whoever never bought must not fall out of the opposite."""
    return Coalesce(figure, Value(0))


def before(edge: date | None, moments: str) -> Func:
    """How many of these moments lie before that day; all of them without one. Halved, not gone through."""
    if edge is None:
        return Func(F(moments), function="cardinality", output_field=IntegerField())
    # It counts what is not after a moment.
    last = Value(morning_of(edge) - SMALLEST)
    return Func(last, F(moments), function="width_bucket", output_field=IntegerField())


def purchases(when: Period) -> Combinable:
    """How many purchases lie in it."""
    end = before(when.end, SOLD_AT)
    return known(end - before(when.start, SOLD_AT) if when.start else end)


def how_much(when: Period) -> Combinable:
    """By how much what they had paid grew in it."""
    end = _paid_before(when.end)
    return end - _paid_before(when.start) if when.start else end


def _paid_before(edge: date | None) -> Combinable:
    # Before the first of the moments stands nothing.
    place: Any = before(edge, PAID_AT)
    reached = Func(F(PAID), place, template="(%(expressions)s]", arg_joiner=")[", output_field=SUM)
    return Func(reached, Value(0), function="coalesce", output_field=SUM)
