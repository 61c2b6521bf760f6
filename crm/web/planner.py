"""The few places where we know better than PostgreSQL how a statement has to be gone about."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from django.db import connection

Way = Literal["hashagg", "hashjoin", "indexscan", "mergejoin", "nestloop", "seqscan", "sort"]
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


def _set(values: dict[Way, str]) -> dict[Way, str]:
    """What it was before."""
    with connection.cursor() as cursor:
        cursor.execute(SET, {"ways": list(values), "values": list(values.values())})
        return {way: before for way, before, _now in cursor.fetchall()}
