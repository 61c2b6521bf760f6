"""Reading off what each purchase was of, and how and where it was: how many such lie in a stretch of time."""

from collections.abc import Sequence

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, Func, IntegerField, Value
from django.db.models.expressions import Combinable

from customers.models.buying import Marks
from customers.segments.moments import SOLD_AT, before, known
from customers.segments.period import Period

CATEGORIES, OF_CATEGORY = "buying__categories", "buying__of_category"
ANYTHING = (("",),)  # whatever has a line at all
# Looked up one by one, more than these take longer than going through all that somebody has.
FEW = 6


def purchases_of(asked: Sequence[Sequence[str]], when: Period) -> Combinable:
    """How many purchases in that time have one of each of these; one that has two of them counts once."""
    marks = _joined(" & ", [_one_of(names) for names in asked])
    return known(Func(_within(when, marks), function="bit_count", output_field=IntegerField()))


def _one_of(names: Sequence[str]) -> Func:
    if len(names) > FEW:
        return _in_one_go(names)
    if len(names) == 1:
        return _of(names[0])
    return _joined(" | ", [Func(_of(each), _none(), function="coalesce") for each in names])


def _joined(by: str, marks: Sequence[Func]) -> Func:
    return Func(*marks, template="(%(expressions)s)", arg_joiner=by, output_field=Marks())


def _of(name: str) -> Func:
    place = Func(F(CATEGORIES), Value(name), function="array_position", output_field=IntegerField())
    return Func(F(OF_CATEGORY), place, template="(%(expressions)s]", arg_joiner=")[", output_field=Marks())


def _none() -> Func:
    """As many marks, and none set: in nothing does a thing differ from itself."""
    first = Func(F(OF_CATEGORY), template="(%(expressions)s)[1]", output_field=Marks())
    return Func(first, first, template="(%(expressions)s)", arg_joiner=" # ", output_field=Marks())


def _in_one_go(names: Sequence[str]) -> Func:
    # OFFSET 0 keeps them side by side until one is chosen.
    each = Func(
        *(F(CATEGORIES), F(OF_CATEGORY)),
        template="(SELECT unnest(%(expressions)s) AS marks OFFSET 0)",
        arg_joiner=") AS category, unnest(",
        output_field=Marks(),
    )
    return Func(
        *(each, Value(list(names), output_field=ArrayField(CharField()))),
        template="(SELECT bit_or(marks) FROM %(expressions)s))",
        arg_joiner=" AS each WHERE category = ANY (",
        output_field=Marks(),
    )


def _within(when: Period, marks: Func) -> Func:
    """Those of the purchases in that time; the marks stand in their order."""
    if not when:
        return marks
    since = before(when.start, SOLD_AT) if when.start else Value(0)
    length = [before(when.end, SOLD_AT) - since] if when.end else []
    return Func(marks, since + 1, *length, function="substring", output_field=Marks())
