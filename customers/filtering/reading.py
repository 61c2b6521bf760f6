"""Reading what stands in an address: numbers, days, amounts, choices, rows of the book."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.web.templatetags.amounts import exactly
from customers.cleaning import NotUnderstood, clean_money, clean_text
from customers.filtering.condition import Reading, Words, either

MOST_VALUES = 20
LONGEST = 80
MOST_DAYS = 36_500
LARGEST = 2_147_483_647
Read = Callable[[list[str]], Reading]
ToQ = Callable[[Any], Q]


def whole_number(text: str, *, most: int = LARGEST) -> int:
    """A number without a sign. Raises NotUnderstood."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 12 and int(text) <= most):
        if most == LARGEST:
            raise NotUnderstood(_("“%s” is not a whole number that we can use.") % text[:LONGEST])
        sentence = _(
            "“%(typed)s” is not a whole number that we can use: please write one from 0 to %(most)s."
        )
        raise NotUnderstood(sentence % {"typed": text[:LONGEST], "most": exactly(most)})
    return int(text)


def day(text: str) -> date:
    """A day as addresses write it, 2026-03-01. Raises NotUnderstood."""
    try:
        read = date.fromisoformat(text) if text.isascii() and len(text) == 10 else date.min
    except ValueError:
        read = date.min
    if not 1900 <= read.year <= 2200:
        raise NotUnderstood(_("“%s” is not a day; please write it like 2026-03-01.") % text[:LONGEST])
    return read


def morning_of(on: date) -> datetime:
    """When a day begins in the shop's zone."""
    return timezone.make_aware(datetime.combine(on, time.min))


def days_ago(days: int) -> datetime:
    """The beginning of the day that many days back."""
    return morning_of(timezone.localdate() - timedelta(days=days))


def _one(values: list[str]) -> str:
    if len(values) > 1:
        raise NotUnderstood(_("Only one value can be given here."))
    return values[0]


def _few(values: list[str]) -> list[str]:
    if len(values) > MOST_VALUES:
        raise NotUnderstood(_("At most %d values can be given here.") % MOST_VALUES)
    return values


def choice(options: Mapping[str, Words], meaning: Callable[[list[str]], Q]) -> Read:
    """One or several of these."""

    def read(values: list[str]) -> Reading:
        for value in _few(values):
            if value not in options:
                raise NotUnderstood(_("“%s” is none of the choices.") % value[:LONGEST])
        chosen = [key for key in options if key in values]
        return Reading(tuple(chosen), either(options[key] for key in chosen), meaning(chosen))

    return read


def one_choice(options: Mapping[str, tuple[Words, Q]]) -> Read:
    """Exactly one of these, each with its meaning."""
    many = choice({key: words for key, (words, _q) in options.items()}, lambda chosen: options[chosen[0]][1])
    return lambda values: many([_one(values)])


def rows(
    queryset: Callable[[], QuerySet[Any]], meaning: Callable[[list[int]], Q], *, nobody: str = ""
) -> Read:
    """One or several rows of the book by their number; `nobody` is the word for none at all."""

    def read(values: list[str]) -> Reading:
        keys = sorted({whole_number(value) for value in _few(values) if value != nobody or not nobody})
        found: dict[int, Model] = queryset().in_bulk(keys) if keys else {}
        for key in keys:
            if key not in found:
                raise NotUnderstood(_("There is no number %d any more.") % key)
        said = [str(found[key]) for key in keys]
        asked, question = [str(key) for key in keys], meaning(keys)
        if nobody and nobody in values:
            said, asked, question = [*said, _("nobody")], [*asked, nobody], question | meaning([])
        return Reading(tuple(asked), either(said), question)

    return read


def words(meaning: Callable[[list[str]], Q], *, longest: int = LONGEST) -> Read:
    """One or several texts, compared as they are."""

    def read(values: list[str]) -> Reading:
        texts = sorted({clean_text(value, longest=longest) for value in _few(values)})
        return Reading(tuple(texts), either(f"“{text}”" for text in texts), meaning(texts))

    return read


def number(meaning: ToQ, sentence: Words) -> Read:
    """A whole number; the sentence says it."""

    def read(values: list[str]) -> Reading:
        amount = whole_number(_one(values))
        return Reading((str(amount),), str(sentence) % amount, meaning(amount))

    return read


def amount(meaning: Callable[[Decimal], Q], sentence: Words) -> Read:
    """An amount of money, or any exact number."""

    def read(values: list[str]) -> Reading:
        typed = _one(values)
        if not typed.isascii():
            raise NotUnderstood(_("“%s” is not an amount.") % typed[:LONGEST])
        exact = clean_money(typed)
        plain = f"{exact.normalize():f}"
        return Reading((plain,), str(sentence) % plain, meaning(exact))

    return read


def on_day(meaning: Callable[[date], Q], sentence: Words) -> Read:
    """A day."""

    def read(values: list[str]) -> Reading:
        on = day(_one(values))
        return Reading((on.isoformat(),), str(sentence) % date_format(on, "SHORT_DATE_FORMAT"), meaning(on))

    return read


def in_days(meaning: Callable[[int], Q], *, is_over: bool = False) -> Read:
    """A number of days back from today."""

    def read(values: list[str]) -> Reading:
        days = whole_number(_one(values), most=MOST_DAYS)
        if is_over:
            said = ngettext("more than %d day ago", "more than %d days ago", days) % days
        else:
            said = ngettext("within the last %d day", "within the last %d days", days) % days
        return Reading((str(days),), said, meaning(days))

    return read
