"""Questions that are long and always the same: Django writes them out once, not for every request."""

from collections.abc import Sequence
from copy import copy
from typing import Any, Generic, Self, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=Model)


class Written(Expression):
    """A part of a question as Django wrote it; it speaks of the table it was written for."""

    def __init__(self, written: tuple[str, Sequence[Any]], output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.sql, params = written
        self.params = tuple(params)

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Nothing is left to be worked out."""
        return self.sql, self.params

    def relabeled_clone(self, change_map: Any) -> Self:
        """Inside another question the table would have another name: that would ask something else."""
        raise TypeError("What was written out cannot stand inside another question.")


def written_out(rows: QuerySet[Any]) -> dict[str, Written]:
    """What is annotated on these rows, to be annotated again on any rows of the same table.

    What the parts were written with, moments and numbers, stays in them.
    """
    compiler = rows.query.get_compiler(connection=connection)
    parts = rows.query.annotations
    return {name: Written(compiler.compile(part), part.output_field) for name, part in parts.items()}


class Blank(Expression):
    """A place in a question that is filled in each time it is asked."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any]]:
        """It stands itself among the values until somebody asks."""
        return "%s", (self,)


class Question(Generic[Row]):
    """Rows to be asked for again and again; where they are several querysets of one shape, all at once."""

    def __init__(self, rows: QuerySet[Row], *further: QuerySet[Row]) -> None:
        self._rows = rows
        self._compiler = rows.query.get_compiler(connection=connection)
        parts = [self._compiler.as_sql(), *(more.query.sql_with_params() for more in further)]
        # Each part keeps its own order and its own limit; whoever asks puts the parts in order.
        self._sql = " UNION ALL ".join(f"({sql})" for sql, _values in parts) if further else parts[0][0]
        self._values = [value for _sql, values in parts for value in values]
        self._readers: dict[int, Any] | None = None

    def ask(self, **filled: Any) -> list[Row]:
        """The rows as they are now, with every blank filled in by its name."""
        values = [filled[value.name] if isinstance(value, Blank) else value for value in self._values]
        compiler, rows = copy(self._compiler), self._rows.all()
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # that of this thread
        compiler.as_sql = lambda *_how, **_ways: (self._sql, tuple(values))
        compiler.get_converters = self._converters
        rows.query.get_compiler = lambda *_how, **_ways: compiler  # type: ignore[method-assign]
        return list(rows)

    def _converters(self, columns: Sequence[Any]) -> dict[int, Any]:
        """How each column is read: the same every time."""
        if self._readers is None:
            self._readers = self._compiler.get_converters(columns)
        return self._readers
