"""What somebody paid in a stretch of time, read off what they had paid by each receipt."""

from datetime import date, timedelta

from django.db.models import DecimalField, F, Func, IntegerField, Value
from django.db.models.expressions import Combinable

from customers.filtering.reading import morning_of
from customers.segments.period import Period

PAID_AT, PAID = F("till_roll__paid_at"), F("till_roll__paid")
SMALLEST = timedelta(microseconds=1)
SUM = DecimalField(max_digits=24, decimal_places=4)


def how_much(when: Period) -> Combinable:
    """By how much what they had paid grew in it."""
    end = _paid_before(when.end)
    return end - _paid_before(when.start) if when.start else end


def _paid_before(edge: date | None) -> Combinable:
    # Before the first of the receipts stands nothing.
    reached = Func(
        PAID, _receipts_before(edge), template="(%(expressions)s]", arg_joiner=")[", output_field=SUM
    )
    return Func(reached, Value(0), function="coalesce", output_field=SUM)


def _receipts_before(edge: date | None) -> Func:
    """How many, or all of them without a day. They stand in their order: halved, not gone through."""
    if edge is None:
        return Func(PAID_AT, function="cardinality", output_field=IntegerField())
    # It counts what is not after a moment.
    last = Value(morning_of(edge) - SMALLEST)
    return Func(last, PAID_AT, function="width_bucket", output_field=IntegerField())
