"""Reading what was given to a condition: one value, bounds, choices, texts."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db.models import (
    Exists,
    OuterRef,
    Q,
    QuerySet,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.web.templatetags.amounts import exactly
from customers.cleaning import NotUnderstood, clean_money, clean_text
from customers.filtering.condition import either
from customers.filtering.reading import LONGEST, MOST_VALUES, whole_number
from customers.segments.kind import Given, Input, Options

AT_LEAST = Input("at_least", gettext_lazy("At least"), "number")
AT_MOST = Input("at_most", gettext_lazy("At most"), "number")
SUM_AT_LEAST = Input("at_least", gettext_lazy("At least"), "amount")
SUM_AT_MOST = Input("at_most", gettext_lazy("At most"), "amount")


def among(rows: QuerySet[Any], column: str = "customer", *, times: int = 1) -> Q:
    """Those whose rows these are, at least so many of each.

    Never as a long list of numbers: where the database cannot hold it, it goes through it for each customer.
    Of several it looks at that many of each, and no more.
    """
    of_each = rows.filter(**{column: OuterRef("pk")})
    return Q(Exists(of_each[times - 1 :] if times > 1 else of_each))


P = ParamSpec("P")
Read = TypeVar("Read")


def _said_beside(
    read: Callable[Concatenate[Given, str, P], Read],
) -> Callable[Concatenate[Given, str, P], Read]:
    """What is wrong with the value of an input is said beside its box."""

    @wraps(read)
    def reading(given: Given, name: str, /, *args: P.args, **kwargs: P.kwargs) -> Read:
        try:
            return read(given, name, *args, **kwargs)
        except NotUnderstood as problem:
            raise NotUnderstood(problem.sentence, box=problem.box or name) from problem

    return reading


@_said_beside
def one(given: Given, name: str) -> str:
    """The one value of an input, or nothing. Raises NotUnderstood."""
    values = [value for value in given.get(name, ()) if value.strip()]
    if len(values) > 1:
        raise NotUnderstood(_("Only one value can be given here."))
    return values[0].strip() if values else ""


@_said_beside
def text(given: Given, name: str) -> str:
    """A short text, or nothing."""
    typed = one(given, name)
    return clean_text(typed, longest=LONGEST) if typed else ""


@_said_beside
def texts(given: Given, name: str) -> list[str]:
    """Some short texts, each once."""
    cleaned = {clean_text(value, longest=LONGEST) for value in given.get(name, ()) if value.strip()}
    if len(cleaned) > MOST_VALUES:
        raise NotUnderstood(_("At most %d values can be given here.") % MOST_VALUES)
    return sorted(cleaned)


@_said_beside
def number(given: Given, name: str, *, most: int = 1_000_000) -> int | None:
    """A whole number, or None."""
    typed = one(given, name)
    return whole_number(typed, most=most) if typed else None


@_said_beside
def amount(given: Given, name: str) -> Decimal | None:
    """An exact amount, or None."""
    typed = one(given, name)
    return clean_money(typed) if typed else None


def sum_(given: Given, name: str) -> Decimal | None:
    """What can be paid or counted, or None. Raises NotUnderstood when below zero: everybody has more."""
    found = amount(given, name)
    if found is not None and found < 0:
        raise NotUnderstood(_("This cannot be below zero."), box=name)
    return found


@_said_beside
def chosen(given: Given, name: str, options: Options) -> list[str]:
    """Some of these, in their order; none is fine."""
    values = {value for value in given.get(name, ()) if value}
    known = [key for key, _words in options if key in values]
    if strange := sorted(values - set(known)):
        raise NotUnderstood(_("“%s” is none of the choices.") % strange[0][:LONGEST])
    if len(known) > MOST_VALUES:
        raise NotUnderstood(_("At most %d values can be given here.") % MOST_VALUES)
    return known


def picked(given: Given, name: str, options: Options) -> list[str]:
    """The one of these that was chosen; none is fine. Raises NotUnderstood when there are two."""
    one(given, name)
    return chosen(given, name, options)


def words_of(keys: list[str], options: Options) -> str:
    """These choices in words: A or B."""
    words = dict(options)
    return either(words[key] for key in keys)


def wanted(value: Any, sentence: str) -> Any:
    """What must not be missing. Raises NotUnderstood with this sentence."""
    if value in ("", None, []):
        raise NotUnderstood(sentence)
    return value


@dataclass(frozen=True)
class Bounds:
    """At least so many, at most so many; either may be missing."""

    low: Decimal | int | None
    high: Decimal | int | None

    def __bool__(self) -> bool:
        return self.low is not None or self.high is not None

    @property
    def given(self) -> dict[str, list[str]]:
        both = {"at_least": self.low, "at_most": self.high}
        return {name: [_plain(bound)] for name, bound in both.items() if bound is not None}

    @property
    def said(self) -> str:
        return self.said_as(exactly)

    def said_as(self, show: Callable[[Decimal | int], str]) -> str:
        """In words, each end as `show` writes it: an amount of money, a year. Empty without an end."""
        low, high = (None if end is None else show(end) for end in (self.low, self.high))
        if low is not None and self.low == self.high:
            return _("exactly %s") % low
        if low is not None and high is not None:
            return _("%(low)s to %(high)s") % {"low": low, "high": high}
        if low is not None:
            return _("at least %s") % low
        return _("at most %s") % high if high is not None else ""

    @property
    def many(self) -> int:
        """The number that a noun stands behind: 1 to 3 times, at most 1 time."""
        last = self.low if self.high is None else self.high
        return int(last or 0)

    def of(self, name: str) -> Q:
        """A column or a sum within them."""
        question = Q() if self.low is None else Q(**{f"{name}__gte": self.low})
        return question if self.high is None else question & Q(**{f"{name}__lte": self.high})


def _plain(bound: Decimal | int | None) -> str:
    return f"{Decimal(bound).normalize():f}" if bound is not None else ""


def bounds(given: Given, read: Callable[[Given, str], Decimal | int | None] = number) -> Bounds:
    """Read both ends. Raises NotUnderstood when the wrong way round."""
    found = Bounds(read(given, "at_least"), read(given, "at_most"))
    if found.low is not None and found.high is not None and found.low > found.high:
        raise NotUnderstood(_("“At least” is more than “at most”."), box="at_most")
    return found
