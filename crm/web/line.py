"""A line to the database that lay in the pool: is somebody still at its other end?"""

import select
from typing import Any

import psycopg


class Line(psycopg.Connection[Any]):
    """The pool asks each line with an empty statement before it hands it out; here the kernel answers first.

    Nobody speaks on a line that lies idle. When the database has hung up, or said goodbye, something waits to
    be read: only then is the database itself asked.
    """

    def execute(self, query: Any, params: Any = None, **how: Any) -> psycopg.Cursor[Any]:
        """One statement; none at all where the empty one would only say that all is well."""
        if query == "" and not self.has_news:
            return self.cursor()
        return super().execute(query, params, **how)

    @property
    def has_news(self) -> bool:
        """Has anything come in that nobody has read?"""
        if self.closed:
            return True
        waiting = select.poll()
        waiting.register(self.fileno(), select.POLLIN)
        return bool(waiting.poll(0))
