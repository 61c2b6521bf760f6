"""Searching till rolls: who has more than so many purchases with all that is asked for.

A pattern reads each roll from its beginning, the newest purchase, and no further than it has to.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import BooleanField, F, Func, IntegerField, Q, TextField, Value
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan

from customers.models.sign import FIRST_DAY, LAST_DAY, day_letter
from customers.segments.period import Period

A_DAY = timedelta(days=1)
PURCHASES = F("till_roll__purchases")
FIRST, LAST = day_letter(FIRST_DAY), day_letter(LAST_DAY)
REST = f"[^{FIRST}-{LAST}]*"  # of a purchase: whatever stands before the day of the next
MANY = 12  # a pattern that goes on for longer takes longer than counting


def bought_more_than(times: int, asked: Sequence[RawSQL], when: Period) -> Q:
    """More than so many purchases in that time with one of the letters of each, in the order of `asked`."""
    one = [_day_in(when), *(part for letters in asked for part in (f"{REST}[", letters, "]"))]
    if times >= MANY:
        counted = Func(PURCHASES, _pattern(*one), function="regexp_count", output_field=IntegerField())
        return Q(GreaterThan(Coalesce(counted, Value(0)), times))
    pattern = _pattern(f"^(?:{_not_before(when)}", *one, f"){{{times + 1}}}")
    return Q(Coalesce(_Fits(PURCHASES, pattern), Value(False)))


class _Fits(Func):
    template, arg_joiner, output_field = "(%(expressions)s)", " ~ ", BooleanField()


def _day_in(when: Period) -> str:
    first = day_letter(when.start) if when.start else FIRST
    return f"[{first}-{day_letter(when.end - A_DAY) if when.end else LAST}]"


def _not_before(when: Period) -> str:
    """With the first purchase that is older the search is at its end."""
    if when.start is None or when.start <= FIRST_DAY:
        return ".*"
    return f"[^{FIRST}-{day_letter(when.start - A_DAY)}]*"


def _pattern(*parts: str | RawSQL) -> Func:
    # As a question of its own it is put together once, not for each customer.
    texts: list[Combinable] = [Value(part) if isinstance(part, str) else part for part in parts]
    return Func(*texts, template="(SELECT %(expressions)s)", arg_joiner=" || ", output_field=TextField())
