"""Reading off moments that are kept in their order: how many lie in a stretch of time."""

from datetime import date, timedelta
from typing import Any

from django.db.models import DateTimeField, DecimalField, F, Field, Func, IntegerField, Value
from django.db.models.expressions import Combinable

from customers.filtering.reading import morning_of
from customers.segments.period import Period

SMALLEST = timedelta(microseconds=1)
SUM = DecimalField(max_digits=24, decimal_places=4)


def before(edge: date | None, moments: str) -> Func:
    """How many of these moments lie before that day; all of them without one. Halved, not gone through."""
    if edge is None:
        return Func(F(moments), function="cardinality", output_field=IntegerField())
    # It counts what is not after a moment.
    last = Value(morning_of(edge) - SMALLEST)
    return Func(last, F(moments), function="width_bucket", output_field=IntegerField())


def how_many(when: Period, moments: str) -> Combinable:
    """How many of these moments lie in it."""
    end = before(when.end, moments)
    return end - before(when.start, moments) if when.start else end


def first(when: Period, moments: str) -> Func:
    """The first one in it, if there is any there: else one behind it, or none."""
    return _nth(moments, before(when.start, moments) + 1 if when.start else Value(1), DateTimeField())


def last(when: Period, moments: str) -> Func:
    """The last one in it, if there is any there: else one before it, or none."""
    return _nth(moments, before(when.end, moments), DateTimeField())


def each(when: Period, moments: str) -> Func:
    """Those in it, a row for each."""
    chosen: Combinable = F(moments)
    if when.end:
        chosen = Func(chosen, before(when.end, moments), template="(%(expressions)s]", arg_joiner=")[:")
    if when.start:
        since = before(when.start, moments) + 1
        chosen = Func(chosen, since, template="(%(expressions)s:]", arg_joiner=")[")
    return _Unnested(chosen, function="unnest", output_field=DateTimeField())


class _Unnested(Func):
    set_returning = True


def _nth(moments: str, place: Combinable, output_field: "Field[Any, Any]") -> Func:
    return Func(F(moments), place, template="(%(expressions)s]", arg_joiner=")[", output_field=output_field)


def how_much(when: Period, moments: str, sums: str) -> Combinable:
    """By how much the sum grew in it; `sums` stand beside their moments."""
    end = _sum_before(when.end, moments, sums)
    return end - _sum_before(when.start, moments, sums) if when.start else end


def _sum_before(edge: date | None, moments: str, sums: str) -> Func:
    reached = _nth(sums, before(edge, moments), SUM)
    return Func(reached, Value(0), function="coalesce", output_field=SUM)
