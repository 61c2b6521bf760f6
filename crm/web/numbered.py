"""Statements with many values: where these stand is found once, and not each time as the driver does it."""

from functools import cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg import RawCursor


class _Numbered(RawCursor[Any]):
    def execute(self, query: Any, params: Any = None, **how: Any) -> "_Numbered":
        """As with any other cursor; the database is told $1, $2, … as it wants it."""
        super().execute(_with_numbers(query), params, **how)
        return self


def numbered_cursor(book: BaseDatabaseWrapper) -> CursorWrapper:
    """For statements that are written out and kept, with %s where a value stands.

    The driver itself remembers none with more than fifty values, or of more than 4096 letters.
    """
    book.ensure_connection()
    wrap: Any = book.make_debug_cursor if book.queries_logged else book.make_cursor
    cursor: CursorWrapper = wrap(_Numbered(book.connection))
    return cursor


@cache
def _with_numbers(statement: str) -> bytes:
    first, *further = statement.split("%s")
    numbered = "".join(f"${number}{part}" for number, part in enumerate(further, start=1))
    return (first + numbered).replace("%%", "%").encode()
