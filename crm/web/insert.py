"""New rows: Django writes the statement of a table out once, not for every row."""

from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, Model
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

Fields = list["Field[Any, Any]"]


def insert(row: Model) -> None:
    """Write a new row and give it its number: what `save()` does, without asking what has to be done."""
    _write(row, None)


def insert_once(row: Model) -> bool:
    """The same; False, and nothing written, where a unique one stands.

    `bulk_create(ignore_conflicts=True)` does the same, but tells neither the number nor what happened.
    """
    return _write(row, OnConflict.IGNORE)


def _write(row: Model, on_conflict: OnConflict | None) -> bool:
    statement, fields = _written_out(type(row), on_conflict)
    book = connections[DEFAULT_DB_ALIAS]  # that of this thread, looked for once and not for each value
    values = [field.get_db_prep_save(field.pre_save(row, add=True), book) for field in fields]
    with book.cursor() as cursor:
        cursor.execute(statement, values)
        written = cursor.fetchone()
    if written is None:
        return False
    row.pk, row._state.adding, row._state.db = written[0], False, book.alias
    return True


@cache
def _written_out(model: type[Model], on_conflict: OnConflict | None) -> tuple[str, Fields]:
    """The statement, and the fields whose values it asks for."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    query = InsertQuery(model, on_conflict=on_conflict)
    query.insert_values(fields, [model()])
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.returning_fields = [model._meta.pk]
    [(statement, _values)] = compiler.as_sql()
    return statement, fields
