"""The few places where we know better than PostgreSQL how a statement has to be gone about."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Literal

from django.db import Error, connection

Way = Literal["hashagg", "hashjoin", "indexscan", "mergejoin", "nestloop", "seqscan", "sort"]
KEPT_FROM = 3  # times that a statement was carried out
# From left to right: how it was, and how it is to be.
SET = """
    SELECT way, current_setting('enable_' || way), set_config('enable_' || way, value, true)
    FROM unnest(%(ways)s::text[], %(values)s::text[]) AS wanted (way, value)
"""


@contextmanager
def planned(*, never: tuple[Way, ...] = (), always: tuple[Way, ...] = ()) -> Iterator[None]:
    """Statements inside are planned without some ways, and with others even where a caller forbade them.

    For tables that PostgreSQL has not counted since a large file came: it takes them for empty. Only inside a
    transaction; where that fails, its end takes the settings back.
    """
    before = _set({**dict.fromkeys(never, "off"), **dict.fromkeys(always, "on")})
    yield
    _set(before)


@contextmanager
def plans_kept() -> Iterator[None]:
    """What a worker asks again and again inside is planned a few times, not each time; then it is forgotten.

    For some seconds of the same work. Who kept a plan for longer would go through a table that has been
    filled as if it were still empty.
    """
    connection.ensure_connection()
    line = connection.connection
    before, line.prepare_threshold = line.prepare_threshold, KEPT_FROM
    try:
        yield
    finally:
        if before is None and connection.connection is line:
            with suppress(Error), connection.cursor() as cursor:
                cursor.execute("DISCARD PLANS")
        line.prepare_threshold = before


def _set(values: dict[Way, str]) -> dict[Way, str]:
    """What it was before."""
    with connection.cursor() as cursor:
        cursor.execute(SET, {"ways": list(values), "values": list(values.values())})
        return {way: before for way, before, _now in cursor.fetchall()}
