"""The parameters that a shop has added: `custom.boot_size=42`, `custom.member_since.from=2020-01-01`."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from customers.filtering import reading
from customers.filtering.condition import Parameter
from customers.filtering.parameters import AT_LEAST, AT_MOST, BEFORE, SINCE
from customers.models import CustomField, CustomFieldKind

PREFIX = "custom."


def own_parameters() -> dict[str, Parameter]:
    """The parameters of the shop's own fields, in one query."""
    made = [each for field in CustomField.objects.in_use() for each in parameters_of(field)]
    return {parameter.name: parameter for parameter in made}


def parameters_of(field: CustomField) -> list[Parameter]:
    """One parameter, or two for a range."""
    return list(MAKERS[CustomFieldKind(field.kind)](field))


def _holds(key: str, value: Any) -> Q:
    return Q(custom__contains={key: value})


def _path(key: str, test: str) -> Q:
    """A test of the stored value; what is no number or no day never passes, and never fails the query."""
    path = f"$.{json.dumps(key)} ? ({test})"
    asked = Func(Value(path), template="(%(expressions)s)::jsonpath")
    return Q(
        Func(
            F("custom"),
            asked,
            template="(%(expressions)s)",
            arg_joiner=" @? ",
            output_field=BooleanField(),
        )
    )


def _text(field: CustomField) -> Iterator[Parameter]:
    yield Parameter(f"{PREFIX}{field.key}", field.label, reading.words(_any_of(field.key), longest=200))


def _any_of(key: str) -> Callable[[list[str]], Q]:
    def meaning(chosen: list[str]) -> Q:
        question = Q()
        for text in chosen:
            question |= _holds(key, text)
        return question

    return meaning


def _choice(field: CustomField) -> Iterator[Parameter]:
    options = {choice: choice for choice in field.choices}
    yield Parameter(f"{PREFIX}{field.key}", field.label, reading.choice(options, _any_of(field.key)))


def _yes_no(field: CustomField) -> Iterator[Parameter]:
    options = {"yes": (_("yes"), _holds(field.key, True)), "no": (_("no"), _holds(field.key, False))}
    yield Parameter(f"{PREFIX}{field.key}", field.label, reading.one_choice(options))


def _number(field: CustomField) -> Iterator[Parameter]:
    for ending, sign, sentence in (("from", ">=", AT_LEAST), ("to", "<=", AT_MOST)):
        yield Parameter(
            f"{PREFIX}{field.key}.{ending}",
            field.label,
            reading.amount(_compared(field.key, sign), sentence),
        )


def _compared(key: str, sign: str) -> Callable[[Decimal], Q]:
    return lambda exact: _path(key, f"@.double() {sign} {exact.normalize():f}")


def _day(field: CustomField) -> Iterator[Parameter]:
    for ending, sign, sentence in (("from", ">=", SINCE), ("before", "<", BEFORE)):
        yield Parameter(
            f"{PREFIX}{field.key}.{ending}",
            field.label,
            reading.on_day(_compared_day(field.key, sign), sentence),
        )


def _compared_day(key: str, sign: str) -> Callable[[Any], Q]:
    return lambda on: _path(key, f"@ {sign} {json.dumps(on.isoformat())}")


MAKERS: dict[CustomFieldKind, Callable[[CustomField], Iterator[Parameter]]] = {
    CustomFieldKind.TEXT: _text,
    CustomFieldKind.CHOICE: _choice,
    CustomFieldKind.YES_NO: _yes_no,
    CustomFieldKind.NUMBER: _number,
    CustomFieldKind.DAY: _day,
}
