"""What a merge does, step by step, and each step backwards.

Rules change rows only through a `Book`: it does the thing and writes down how to take it back. Nothing is
deleted in passing: a row that something unforeseen hangs on makes the database refuse the whole merge.
"""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import QuerySet

Step = list[Any]
Row = dict[str, Any]


class Book:
    """The steps of one merge, in the order in which they were done."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def move(self, rows: QuerySet[Any], column: str, *, to: int) -> None:
        """Let these rows belong to somebody else."""
        held = list(rows.order_by("pk").values_list("pk", column))
        for before in {number for _pk, number in held}:
            keys = [pk for pk, number in held if number == before]
            rows.model._base_manager.filter(pk__in=keys).update(**{column: to})
            self.steps.append(["move", rows.model._meta.label_lower, column, before, to, keys])

    def change(self, row: models.Model, **values: Any) -> None:
        """Write these columns of one row, where they are new."""
        was = {name: kept(getattr(row, name)) for name in values}
        becomes = {name: kept(value) for name, value in values.items()}
        moves = {name: [was[name], becomes[name]] for name in values if was[name] != becomes[name]}
        if moves:
            type(row)._base_manager.filter(pk=row.pk).update(**values)
            for name, value in values.items():
                setattr(row, name, value)
            self.steps.append(["change", row._meta.label_lower, row.pk, moves])

    def drop(self, rows: QuerySet[Any]) -> None:
        """Take these rows out of the book of the shop, and keep every column here."""
        gone = [kept_row(row) for row in rows.order_by("pk")]
        if gone:
            # Raw: nothing that hangs on them goes with them unseen.
            rows.model._base_manager.filter(pk__in=[row["pk"] for row in gone])._raw_delete(rows.db)
            self.steps.append(["drop", rows.model._meta.label_lower, gone])

    def make(self, row: models.Model) -> None:
        """Add a row that is there because of the merge alone."""
        row.save(force_insert=True)
        self.steps.append(["make", row._meta.label_lower, row.pk])

    def will_be_counted_again(self, rows: QuerySet[Any], column: str, customers: list[int]) -> None:
        """Remember derived rows as they are: what is counted after an undo finds itself confirmed."""
        held = [kept_row(row) for row in rows.order_by("pk")]
        self.steps.append(["again", rows.model._meta.label_lower, column, customers, held])


def take_back(steps: list[Step]) -> list[tuple[str, int, str]]:
    """Every step backwards; [(table, row, column)] of what somebody has written since, which stays."""
    stays: list[tuple[str, int, str]] = []
    for kind, label, *rest in reversed(steps):
        stays += _BACKWARDS[kind](apps.get_model(label), *rest) or []
    return stays


def _move_back(model: type[models.Model], column: str, before: int, to: int, keys: list[int]) -> None:
    """What somebody has given to a third one meanwhile stays there."""
    model._base_manager.filter(pk__in=keys, **{column: to}).update(**{column: before})


def _change_back(
    model: type[models.Model], key: int, moves: dict[str, list[Any]]
) -> list[tuple[str, int, str]]:
    row = model._base_manager.filter(pk=key).first()
    if row is None:
        return []
    mine = [name for name, (_before, after) in moves.items() if kept(getattr(row, name)) == after]
    values = {name: read(model, name, moves[name][0]) for name in mine}
    for fitting in _that_still_fit(model, [values] if values else []):
        model._base_manager.filter(pk=key).update(**fitting)
    return [(model._meta.label_lower, key, name) for name in moves if name not in mine]


def _bring_back(model: type[models.Model], rows: list[Row]) -> None:
    back = [{name: read(model, name, value) for name, value in row.items() if name != "pk"} for row in rows]
    for values in _that_still_fit(model, back):
        # Raw: moments that are written at every save stay what they were.
        model(**values).save_base(raw=True, force_insert=True)


def _that_still_fit(model: type[models.Model], rows: list[Row]) -> list[Row]:
    """Whom a row speaks of may be erased meanwhile, and a card be somebody else's: it comes back without, or
    not at all where it is nothing without.
    """
    for field in model._meta.concrete_fields:
        if lost := _not_to_be_had(field, [row.get(field.attname) for row in rows]):
            rows = [row for row in rows if field.null or row.get(field.attname) not in lost]
            for row in rows:
                if row.get(field.attname) in lost:
                    row[field.attname] = None
    return rows


def _not_to_be_had(field: "models.Field[Any, Any]", values: list[Any]) -> set[Any]:
    """Of these those that lead nowhere any more, or that only one may have and another has now."""
    lost: set[Any] = set()
    if field.is_relation or field.unique:
        said = {value for value in values if value is not None}
        if field.is_relation:
            lost |= said - _held(field.target_field, said)  # type: ignore[attr-defined] # relations have one
        if field.unique and not field.primary_key:
            lost |= _held(field, said)
    return lost


def _held(field: "models.Field[Any, Any]", values: set[Any]) -> set[Any]:
    if not values:
        return set()
    rows = field.model._base_manager.filter(**{f"{field.attname}__in": values})
    return set(rows.values_list(field.attname, flat=True))


def _unmake(model: type[models.Model], key: int) -> None:
    model._base_manager.filter(pk=key).delete()


def _as_counted_before(model: type[models.Model], column: str, customers: list[int], rows: list[Row]) -> None:
    model._base_manager.filter(**{f"{column}__in": customers})._raw_delete("default")
    _bring_back(model, rows)


_BACKWARDS: dict[str, Any] = {
    "move": _move_back,
    "change": _change_back,
    "drop": _bring_back,
    "make": _unmake,
    "again": _as_counted_before,
}


def kept_row(row: models.Model) -> Row:
    """Every column of a row in a form that JSON keeps."""
    columns = {field.attname: kept(getattr(row, field.attname)) for field in row._meta.concrete_fields}
    return columns | {"pk": row.pk}


def kept(value: Any) -> Any:
    """The value in a form that JSON keeps, to the microsecond."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, list):
        return [kept(each) for each in value]
    return str(value) if isinstance(value, Decimal | UUID) else value


def read(model: type[models.Model], column: str, value: Any) -> Any:
    """The value of a column as it was before `kept`."""
    field: Any = model._meta.get_field(column.removesuffix("_id") if _is_key(model, column) else column)
    while field.is_relation:
        field = field.target_field
    return value if isinstance(field, models.JSONField) else field.to_python(value)


def _is_key(model: type[models.Model], column: str) -> bool:
    return any(field.attname == column and field.is_relation for field in model._meta.concrete_fields)
