"""New rows: Django writes the statement of a table out once, not for every row."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, Model
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

Fields = list["Field[Any, Any]"]


def insert(*rows: Model) -> None:
    """Write new rows in one statement, also of several tables, and give them their numbers.

    It is what `save()` does, without asking what has to be done. None of them may wait for another's number.
    """
    if rows:
        for row, number in zip(rows, _write(rows) or (), strict=True):
            _is_written(row, number)


def insert_once(row: Model) -> bool:
    """Write one; False, and nothing written, where a unique one stands.

    `bulk_create(ignore_conflicts=True)` does the same, but tells neither the number nor what happened.
    """
    written = _write([row], OnConflict.IGNORE)
    if written is None:
        return False
    _is_written(row, written[0])
    return True


def insert_beside(change: str, values: Sequence[Any], *rows: Model) -> bool:
    """Carry out a change that returns the number of its row, and write new rows, in one statement.

    False when there was nothing to change: the rows stand there all the same. Where a unique one stands
    already, it stays, and ours has no number.
    """
    numbers = _write(rows, OnConflict.IGNORE, (change, values))
    assert numbers is not None  # noqa: S101 - it asks for them one by one
    for row, number in zip(rows, numbers, strict=False):
        if number is not None:
            _is_written(row, number)
    return numbers[-1] is not None


def _is_written(row: Model, number: int) -> None:
    row.pk, row._state.adding, row._state.db = number, False, DEFAULT_DB_ALIAS


def _write(
    rows: Sequence[Model], on_conflict: OnConflict | None = None, change: tuple[str, Sequence[Any]] = ("", ())
) -> tuple[int, ...] | None:
    models = tuple((type(row), row.pk is not None) for row in rows)
    statement, fields = _written_out(models, on_conflict, change[0])
    book = connections[DEFAULT_DB_ALIAS]  # that of this thread, looked for once and not for each value
    values = [
        None if (value := field.pre_save(row, add=True)) is None else field.get_db_prep_save(value, book)
        for row, asked in zip(rows, fields, strict=True)
        for field in asked
    ]
    with book.cursor() as cursor:
        cursor.execute(statement, [*values, *change[1]])
        written: tuple[int, ...] | None = cursor.fetchone()
    return written


@cache
def _written_out(
    models: tuple[tuple[type[Model], bool], ...], on_conflict: OnConflict | None, change: str
) -> tuple[str, list[Fields]]:
    """The statement, and the fields of each row whose values it asks for."""
    alone = [_alone(model, on_conflict, has_number=has_number) for model, has_number in models]
    fields = [asked for _statement, asked in alone]
    parts = [statement for statement, _asked in alone] + ([change] if change else [])
    if len(parts) == 1 and not change:
        return parts[0], fields
    named = ", ".join(f"row_{number} (id) AS ({part})" for number, part in enumerate(parts))
    numbers = ", ".join(f"(SELECT id FROM row_{number})" for number in range(len(parts)))
    return f"WITH {named} SELECT {numbers}", fields


def _alone(model: type[Model], on_conflict: OnConflict | None, *, has_number: bool) -> tuple[str, Fields]:
    fields = [field for field in model._meta.concrete_fields if has_number or not field.primary_key]
    query = InsertQuery(model, on_conflict=on_conflict)
    query.insert_values(fields, [model()])
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.returning_fields = [model._meta.pk]
    [(statement, _values)] = compiler.as_sql()
    return statement, fields
