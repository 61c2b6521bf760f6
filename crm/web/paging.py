"""Pages that continue after a row instead of counting: as quick on page 1,000 as on the first."""

import base64
import binascii
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and where the next ones begin (empty at the end)."""

    rows: list[Row]
    next_cursor: str


class NotACursor(Exception):
    """Somebody changed the address by hand, or the order has changed since."""


def keyset_page(
    queryset: QuerySet[Row], *, order: tuple[str, ...], after: str | None = None, size: int = 50
) -> Page[Row]:
    """The rows after a cursor, in this order. The last column must be unique, and none may be empty.

    A cursor nobody understands gives the first page.
    """
    found = queryset.order_by(*order)
    if after:
        with suppress(NotACursor):
            found = found.filter(_rows_after(queryset, order, _read(after)))
    rows = list(found[: size + 1])
    has_more = len(rows) > size
    return Page(rows[:size], _write(rows[size - 1], order) if has_more else "")


def _name(column: str) -> str:
    return column.removeprefix("-")


def _write(row: Model, order: tuple[str, ...]) -> str:
    values = [str(_value(row, _name(column))) for column in order]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _value(row: Model, name: str) -> Any:
    value: Any = row
    for part in name.split("__"):
        value = getattr(value, part)
    return value


def _read(cursor: str) -> list[str]:
    try:
        values = json.loads(
            base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        )
    except (ValueError, binascii.Error) as error:
        raise NotACursor from error
    if not isinstance(values, list) or not all(
        isinstance(value, str) and "\0" not in value for value in values
    ):
        raise NotACursor
    return values


def _rows_after(queryset: QuerySet[Any], order: tuple[str, ...], texts: list[str]) -> Q:
    if len(texts) != len(order):
        raise NotACursor
    values = [_understood(queryset, _name(column), text) for column, text in zip(order, texts, strict=True)]
    after = Q()
    same = Q()
    for column, value in zip(order, values, strict=True):
        after |= same & Q(**{f"{_name(column)}__{'lt' if column.startswith('-') else 'gt'}": value})
        same &= Q(**{_name(column): value})
    # Says nothing new, but lets PostgreSQL start in the middle of an index.
    first = order[0]
    return Q(**{f"{_name(first)}__{'lte' if first.startswith('-') else 'gte'}": values[0]}) & after


def _understood(queryset: QuerySet[Any], name: str, text: str) -> Any:
    annotation = queryset.query.annotations.get(name)
    field = annotation.output_field if annotation is not None else _field(queryset.model, name)
    try:
        return field.to_python(text)
    except (ValidationError, ValueError, OverflowError) as error:
        raise NotACursor from error


def _field(model: type[Model], name: str) -> Any:
    *path, last = name.split("__")
    for part in path:
        model = model._meta.get_field(part).related_model  # type: ignore[assignment]
    return model._meta.pk if last == "pk" else model._meta.get_field(last)
