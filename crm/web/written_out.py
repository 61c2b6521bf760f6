"""Questions that are long and always the same: Django writes them out once, not for every request."""

from collections.abc import Sequence
from typing import Any, Generic, Self, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Expression, Field, Model, QuerySet, prefetch_related_objects
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=Model)
_populators: Any = get_related_populators  # its types are those of a later Django


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
        compiler = rows.query.get_compiler(connection=connection)
        parts = [compiler.as_sql(), *(more.query.sql_with_params() for more in further)]
        # Each part keeps its own order and its own limit; whoever asks puts the parts in order.
        self._sql = " UNION ALL ".join(f"({sql})" for sql, _values in parts) if further else parts[0][0]
        self._values = [value for _sql, values in parts for value in values]
        self._reader: _Reader[Row] = _Reader(compiler)
        self._beside: tuple[Any, ...] = rows._prefetch_related_lookups  # type: ignore[attr-defined]

    def ask(self, **filled: Any) -> list[Row]:
        """The rows as they are now, with every blank filled in by its name."""
        values = [filled[value.name] if isinstance(value, Blank) else value for value in self._values]
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:  # that of this thread
            cursor.execute(self._sql, values)
            found = [self._reader.read(row) for row in cursor.fetchall()]
        if self._beside:
            prefetch_related_objects(found, *self._beside)
        return found


class _Reader(Generic[Row]):
    """Makes a model of a row as a queryset does, and finds out how only once."""

    def __init__(self, compiler: SQLCompiler) -> None:
        select, about = compiler.select, compiler.klass_info
        assert about is not None  # noqa: S101 - it asks for models, not for values
        mine = about["select_fields"]
        self._model: type[Row] = about["model"]
        self._mine = slice(mine[0], mine[-1] + 1)
        self._names = [column[0].target.attname for column in select[self._mine]]
        self._related = _populators(about, select, DEFAULT_DB_ALIAS)
        self._annotated = list((compiler.annotation_col_map or {}).items())
        self._converted = list(compiler.get_converters([column[0] for column in select]).items())

    def read(self, columns: Sequence[Any]) -> Row:
        """The model, with its relations and with what was annotated."""
        row, book = list(columns), connections[DEFAULT_DB_ALIAS]
        for place, (converters, expression) in self._converted:
            for convert in converters:
                row[place] = convert(row[place], expression, book)
        found = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[self._mine])
        for related in self._related:
            related.populate(row, found)
        for name, place in self._annotated:
            setattr(found, name, row[place])
        return found
