"""Questions that are long and always the same: Django writes them out once, not for every request."""

from collections.abc import Sequence
from typing import Any, Self

from django.db import connection
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler


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
