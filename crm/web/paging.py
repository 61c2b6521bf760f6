"""Pages that continue after a row instead of counting: as quick on page 1,000 as on the first."""

import base64
import binascii
import json
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

Row = TypeVar("Row", bound=Model)
Order = tuple[str, ...]
Values = Sequence[Any]  # of the columns of an order, None where the first one is empty


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and where the next ones begin (empty at the end)."""

    rows: list[Row]
    next_cursor: str


class WholeList(Exception):
    """A list that somebody wants as a file: the rows its page would show a part of, in their order."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__()
        self.rows = rows


# Set while a list is asked for as a file: its own page says who may see it, and which rows there are.
wants_whole_list: ContextVar[bool] = ContextVar("wants_whole_list", default=False)


class NotACursor(Exception):
    """Somebody changed the address by hand, or the order has changed since."""


def keyset_page(
    queryset: QuerySet[Row],
    *,
    order: Order,
    after: str | None = None,
    size: int = 50,
    is_strict: bool = False,
) -> Page[Row]:
    """The rows after a cursor, in this order. The last column must be unique.

    The first column may be empty: such rows come last, whichever way the others go. No other may be.
    A cursor nobody understands gives the first page, or raises NotACursor (`is_strict`).
    Raises WholeList for whoever wants a file.
    """
    if wants_whole_list.get():
        raise WholeList(queryset.order_by(*order))
    values: Values | None = None
    if after:
        with nullcontext() if is_strict else suppress(NotACursor):
            values = _understood_all(queryset, order, _read(after))
    rows = _walk(queryset, order, values, size + 1)
    has_more = len(rows) > size
    return Page(rows[:size], _write(rows[size - 1], order) if has_more else "")


def in_one_piece(queryset: QuerySet[Row]) -> QuerySet[Row]:
    """A short list that has no pages, as it is. Raises WholeList for whoever wants a file."""
    if wants_whole_list.get():
        raise WholeList(queryset)
    return queryset


def keyset_neighbour(
    queryset: QuerySet[Row], *, order: Order, row: Model, backwards: bool = False
) -> Row | None:
    """The row that comes right after this one in this order, or right before it.

    `row` itself need not be among them any more.
    """
    values = [_value(row, _name(column)) for column in order]
    found = _walk(queryset, order, values, 1, backwards=backwards)
    return next(iter(found), None)


def _walk(
    queryset: QuerySet[Row], order: Order, values: Values | None, size: int, *, backwards: bool = False
) -> list[Row]:
    """Up to `size` rows beyond the values."""
    parts = _parts(queryset, order)
    if backwards:
        parts = [(part, tuple(map(_turned, columns))) for part, columns in reversed(parts)]
    if values is not None and len(parts) > 1 and (values[0] is None) != backwards:
        parts = parts[1:]
    rows: list[Row] = []
    for part, columns in parts:
        found = part.order_by(*columns)
        if values is not None:
            found = found.filter(_rows_after(columns, values[-len(columns) :]))
        rows += found[: size - len(rows)]
        if len(rows) >= size:
            break
        values = None
    return rows


def _parts(queryset: QuerySet[Row], order: Order) -> list[tuple[QuerySet[Row], Order]]:
    """Rows with an empty first column are a walk of their own, behind the others.

    One walk over both would have to say NULLS LAST, and no index of ours is sorted like that.
    """
    first = _name(order[0])
    if not _may_be_empty(queryset, first):
        return [(queryset, order)]
    filled = queryset.filter(**{f"{first}__isnull": False})
    return [(filled, order), (queryset.filter(**{f"{first}__isnull": True}), order[1:])]


def _turned(column: str) -> str:
    return column.removeprefix("-") if column.startswith("-") else f"-{column}"


def _name(column: str) -> str:
    return column.removeprefix("-")


def _write(row: Model, order: Order) -> str:
    values = [_value(row, _name(column)) for column in order]
    texts = [None if value is None else str(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps(texts).encode()).decode().rstrip("=")


def _value(row: Model, name: str) -> Any:
    value: Any = row
    for part in name.split("__"):
        value = getattr(value, part)
    return value


def _read(cursor: str) -> list[str | None]:
    try:
        values = json.loads(
            base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        )
    except (ValueError, binascii.Error) as error:
        raise NotACursor from error
    if not isinstance(values, list) or not all(map(_may_be_a_value, values)):
        raise NotACursor
    return values


def _may_be_a_value(value: Any) -> bool:
    return value is None or (isinstance(value, str) and "\0" not in value)


def _rows_after(order: Order, values: Values) -> Q:
    if len(order) > 1 and len({column.startswith("-") for column in order}) == 1:
        # Compared as one: PostgreSQL starts right there in the index, however many share the first column.
        compare = TupleLessThan if order[0].startswith("-") else TupleGreaterThan
        return Q(compare(Tuple(*(F(_name(column)) for column in order)), tuple(values)))
    after = Q()
    same = Q()
    for column, value in zip(order, values, strict=True):
        after |= same & Q(**{f"{_name(column)}__{'lt' if column.startswith('-') else 'gt'}": value})
        same &= Q(**{_name(column): value})
    # Says nothing new, but lets PostgreSQL start in the middle of an index.
    first = order[0]
    return Q(**{f"{_name(first)}__{'lte' if first.startswith('-') else 'gte'}": values[0]}) & after


def _understood_all(queryset: QuerySet[Any], order: Order, texts: list[str | None]) -> Values:
    if len(texts) != len(order):
        raise NotACursor
    values = [_understood(queryset, _name(column), text) for column, text in zip(order, texts, strict=True)]
    if None in values[1:] or (values[0] is None and not _may_be_empty(queryset, _name(order[0]))):
        raise NotACursor
    return values


def _understood(queryset: QuerySet[Any], name: str, text: str | None) -> Any:
    try:
        return None if text is None else _column(queryset, name).to_python(text)
    except (ValidationError, ValueError, OverflowError) as error:
        raise NotACursor from error


def _may_be_empty(queryset: QuerySet[Any], name: str) -> bool:
    # A computed column says that it may be, whatever it is; whoever orders by one fills it.
    return name not in queryset.query.annotations and bool(_column(queryset, name).null)


def _column(queryset: QuerySet[Any], name: str) -> Any:
    annotation = queryset.query.annotations.get(name)
    return annotation.output_field if annotation is not None else _field(queryset.model, name)


def _field(model: type[Model], name: str) -> Any:
    *path, last = name.split("__")
    for part in path:
        model = model._meta.get_field(part).related_model  # type: ignore[assignment]
    return model._meta.pk if last == "pk" else model._meta.get_field(last)


MOST_COUNTED = 1000


@dataclass(frozen=True)
class CappedCount:
    """How many there are, as far as anybody needs to know."""

    number: int
    is_more: bool = False


def capped_count(queryset: QuerySet[Any]) -> CappedCount:
    """Count up to a thousand: beyond it the exact number costs more than it tells."""
    number = queryset.order_by()[: MOST_COUNTED + 1].count()
    return CappedCount(min(number, MOST_COUNTED), number > MOST_COUNTED)
