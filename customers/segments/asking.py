"""Rules read against everything that can be asked in this shop."""

from functools import partial

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.models import User
from customers.cleaning import NotUnderstood
from customers.filtering.condition import Parameter, Reading, either
from customers.filtering.reading import MOST_VALUES, whole_number
from customers.models import Segment
from customers.segments.kind import Kind, registered_kinds
from customers.segments.own_fields import own_kinds
from customers.segments.rule import Part, RuleReader, RuleRefused

NAME = "matches"  # of the parameter of the list: matches=12
LABEL = gettext_lazy("In the list")


def every_kind() -> dict[str, Kind]:
    """What can be asked here: every shop's conditions and this one's own; one query."""
    return {**registered_kinds(), **own_kinds()}


def kinds_for(user: User) -> dict[str, Kind]:
    """What this person may ask: what they may not see they cannot find out by counting either."""
    return {
        key: kind
        for key, kind in every_kind().items()
        if kind.permission is None or user.can(kind.permission)
    }


def asks_for_opinions(rule: object) -> bool:
    """Does a kept rule ask what people think of us?"""
    if not isinstance(rule, dict):
        return False
    kind = registered_kinds().get(str(rule.get("ask", "")))
    return bool(kind and kind.is_opinion) or any(map(asks_for_opinions, rule.get("parts", [])))


def read_rule(sent: object) -> Part:
    """A rule that somebody sends, or that is kept. Raises RuleRefused."""
    return RuleReader(every_kind()).read(sent)


def sentence_of(segment: Segment) -> str:
    """The rule of a saved list in words; nothing where it has none, or none that can be read."""
    try:
        return read_rule(segment.rule).said if segment.rule else ""
    except RuleRefused:
        return ""


def matches(lists: QuerySet[Segment] | None = None) -> Parameter:
    """Asking for saved lists among those that somebody may see; among all for what is kept already."""
    known = Segment.objects.all() if lists is None else lists
    return Parameter(NAME, LABEL, partial(_read_lists, known.filter(rule__isnull=False)))


def _read_lists(known: QuerySet[Segment], values: list[str]) -> Reading:
    """Whoever is in one of these saved lists that are rules. Raises NotUnderstood."""
    if len(values) > MOST_VALUES:
        raise NotUnderstood(_("At most %d values can be given here.") % MOST_VALUES)
    numbers = sorted({whole_number(value) for value in values})
    found = known.in_bulk(numbers)
    if gone := [number for number in numbers if number not in found]:
        raise NotUnderstood(_("There is no number %d any more.") % gone[0])
    meaning = _meaning_of(found[numbers[0]])
    for number in numbers[1:]:
        meaning |= _meaning_of(found[number])
    said = either(f"“{found[number].name}”" for number in numbers)
    return Reading(tuple(map(str, numbers)), said, meaning)


def _meaning_of(segment: Segment) -> Q:
    try:
        return read_rule(segment.rule).meaning
    except RuleRefused as problem:
        sentence = _("“%(name)s” cannot be read any more: %(why)s")
        raise NotUnderstood(sentence % {"name": segment.name, "why": problem}) from problem
