"""New rows: Django writes the statement of a table out once, not for every row."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, Model
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

from crm.web.numbered import numbered_cursor

Fields = list["Field[Any, Any]"]
Change = tuple[str, Sequence[Any]]


@dataclass
class _Gathered:
    """What one statement writes: new rows, those that may stand there already, and changes of others.

    With `holding`, a question, the row that it finds is held before the first row is written, and nothing is
    written of that row where it finds none.
    """

    rows: list[Model] = field(default_factory=list)
    once: list[bool] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    holding: Change | None = None


# What waits to be written with others, see `together`.
_waiting: ContextVar[_Gathered | None] = ContextVar("_waiting", default=None)


@contextmanager
def together(*, holding: Change | None = None) -> Iterator[None]:
    """What is written inside is written at its end, in one statement: whole or not at all.

    For rows that have their numbers already, or whose numbers nobody asks for before. What `holding` finds is
    held (`FOR UPDATE`) before the first row is written, and the first row is only written when it is there.
    """
    if _waiting.get() is not None:
        yield
        return
    gathered = _Gathered(holding=holding)
    token = _waiting.set(gathered)
    try:
        yield
    finally:
        _waiting.reset(token)
    _write(gathered)


def insert(*rows: Model) -> None:
    """Write new rows in one statement, also of several tables, and give them their numbers.

    It is what `save()` does, without asking what has to be done. None of them may wait for another's number.
    """
    if gathered := _waiting.get():
        gathered.rows += rows
        gathered.once += [False] * len(rows)
    else:
        _write(_Gathered([*rows], [False] * len(rows)))


def insert_once(row: Model) -> bool:
    """Write one; False, and nothing written, where a unique one stands. Together with others nobody knows.

    `bulk_create(ignore_conflicts=True)` does the same, but tells neither the number nor what happened.
    """
    if gathered := _waiting.get():
        gathered.rows.append(row)
        gathered.once.append(True)
        return True
    return _write(_Gathered([row], [True]))[0] is not None


def insert_beside(change: str, values: Sequence[Any], *rows: Model) -> bool:
    """Carry out a change that returns the number of its row, and write new rows, in one statement.

    False when there was nothing to change: the rows stand there all the same. Where a unique one stands
    already, it stays, and ours has no number.
    """
    return _write(_Gathered([*rows], [True] * len(rows), [(change, values)]))[-1] is not None


def carry_out(change: str, values: Sequence[Any]) -> None:
    """A change that returns the number of its row: with the others where they are written together."""
    if gathered := _waiting.get():
        gathered.changes.append((change, values))
    else:
        _write(_Gathered(changes=[(change, values)]))


def _write(gathered: _Gathered) -> Sequence[int | None]:
    """The number of each row and of each change: None where one stood there already, or nothing was found."""
    if not (gathered.rows or gathered.changes):
        return ()
    rows = gathered.rows
    kinds = tuple(
        (type(row), row.pk is not None, once) for row, once in zip(rows, gathered.once, strict=True)
    )
    held, values_of_held = gathered.holding or ("", ())
    statement, fields = _written_out(kinds, tuple(change for change, _values in gathered.changes), held)
    book = connections[DEFAULT_DB_ALIAS]  # that of this thread, looked for once and not for each value
    values = [*values_of_held]
    values += [
        None if (value := asked.pre_save(row, add=True)) is None else asked.get_db_prep_save(value, book)
        for row, every in zip(rows, fields, strict=True)
        for asked in every
    ]
    for _change, more in gathered.changes:
        values += more
    with numbered_cursor(book) as cursor:
        cursor.execute(statement, values)
        numbers: Sequence[int | None] = cursor.fetchone() or (None,)
    for row, number in zip(rows, numbers, strict=False):
        if number is not None:
            row.pk, row._state.adding, row._state.db = number, False, DEFAULT_DB_ALIAS
    return numbers


@cache
def _written_out(
    kinds: tuple[tuple[type[Model], bool, bool], ...], changes: tuple[str, ...], held: str
) -> tuple[str, list[Fields]]:
    """The statement, and the fields of each row whose values it asks for."""
    alone = [_alone(model, has_number=has_number, once=once) for model, has_number, once in kinds]
    fields = [asked for _statement, asked in alone]
    parts = [*(statement for statement, _asked in alone), *changes]
    if len(parts) == 1 and not held:
        return parts[0], fields
    named = [f"row_{number} (id) AS ({part})" for number, part in enumerate(parts)]
    if held:
        places = ", ".join(["%s"] * len(fields[0]))
        named[0] = named[0].replace(f"VALUES ({places})", f"SELECT {places} FROM held")
        named.insert(0, f"held AS ({held})")
    numbers = ", ".join(f"(SELECT id FROM row_{number})" for number in range(len(parts)))
    return f"WITH {', '.join(named)} SELECT {numbers}", fields


@cache
def _alone(model: type[Model], *, has_number: bool, once: bool) -> tuple[str, Fields]:
    fields = [asked for asked in model._meta.concrete_fields if has_number or not asked.primary_key]
    query = InsertQuery(model, on_conflict=OnConflict.IGNORE if once else None)
    query.insert_values(fields, [model()])
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.returning_fields = [model._meta.pk]
    [(statement, _values)] = compiler.as_sql()
    return statement, fields
