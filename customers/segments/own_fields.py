"""Conditions on the fields that a shop has added for itself."""

from collections.abc import Iterator

from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Substr
from django.db.models.lookups import In
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.filtering.own_fields import PREFIX, parameters_of
from customers.models import CustomField, CustomFieldKind
from customers.segments.anniversary import COMING, coming_days, pairs_ahead
from customers.segments.kind import Answer, Given, Input, Kind
from customers.segments.list_filters import from_parameter
from customers.segments.period import PERIOD, period
from customers.segments.reading import SUM_AT_LEAST, SUM_AT_MOST, amount, bounds, picked, wanted, words_of

OWN = gettext_lazy("Our own questions")
KNOWN = (("yes", gettext_lazy("answered")), ("no", gettext_lazy("not answered")))
SAYS = gettext_lazy("%(label)s: %(said)s")


def own_kinds() -> dict[str, Kind]:
    """The conditions of all fields in use, in one query."""
    return {kind.key: kind for field in CustomField.objects.in_use() for kind in kinds_of(field)}


def kinds_of(field: CustomField) -> Iterator[Kind]:
    """What can be asked of one field."""
    name = f"{PREFIX}{field.key}"
    if field.kind == CustomFieldKind.NUMBER:
        yield Kind(name, field.label, OWN, lambda given: _number(field, given), (SUM_AT_LEAST, SUM_AT_MOST))
    elif field.kind == CustomFieldKind.DAY:
        yield Kind(name, field.label, OWN, lambda given: _day(field, given), PERIOD)
        again = _("%s, the day comes again") % field.label
        yield Kind(f"{name}.again", again, OWN, lambda given: _again(field, given), (COMING,))
    else:
        yield from_parameter(parameters_of(field)[0], OWN)
    known = Input("known", gettext_lazy("Is there an answer?"), "pick", lambda: KNOWN)
    label = _("%s, answered or not") % field.label
    yield Kind(f"{name}.known", label, OWN, lambda given: _known(field, given), (known,))


def _answer(field: CustomField, given: dict[str, list[str]], said: str, meaning: Q) -> Answer:
    return Answer(given, str(SAYS) % {"label": field.label, "said": said}, meaning)


def _edges(field: CustomField, low: object, high: object) -> Q:
    """The two filters of the list that this field has, where there is an edge."""
    meaning = Q()
    for parameter, edge in zip(parameters_of(field), (low, high), strict=True):
        if edge is not None:
            meaning &= parameter.condition([str(edge)]).meaning
    return meaning


def _number(field: CustomField, given: Given) -> Answer:
    found = bounds(given, amount)
    wanted(found or None, _("How much, at least or at most?"))
    return _answer(field, found.given, found.said, _edges(field, found.low, found.high))


def _day(field: CustomField, given: Given) -> Answer:
    when = period(given)
    wanted(when or None, _("When?"))
    return _answer(field, when.given, when.said, _edges(field, when.start, when.end))


def _again(field: CustomField, given: Given) -> Answer:
    days, said = coming_days(given)
    pairs = [f"{month:02}-{day:02}" for month, day in pairs_ahead(days)]
    said = _("comes again %s") % said
    falls = In(Substr(KeyTextTransform(field.key, "custom"), 6, 5), pairs)
    # Nothing is neither in nor not in a list: whoever has no answer must not fall out of the opposite.
    meaning = Q(custom__has_key=field.key) & Q(falls)
    return _answer(field, {"days": [str(days)]}, said, meaning)


def _known(field: CustomField, given: Given) -> Answer:
    known = wanted(picked(given, "known", KNOWN), _("Please choose something here."))
    meaning = Q(custom__has_key=field.key)
    return _answer(field, {"known": known}, words_of(known, KNOWN), meaning if known == ["yes"] else ~meaning)
