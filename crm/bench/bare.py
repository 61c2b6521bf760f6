"""What cannot be measured over HTTP: queries of a page, the bare SQL of it, the bytes of a first load."""

import gzip
import re
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client as Inside

REPEATS = 200
ASSET = re.compile(r'(?:src|href)="(/static/[^"]+)"')


def queries_of(inside: Inside, path: str, *, htmx: bool = False) -> int:
    """SQL statements of one page, the session's and the person's among them."""
    headers = {"HX-Request": "true"} if htmx else {}
    inside.get(path, headers=headers)  # whatever is kept in memory is kept by now
    statements: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        inside.get(path, headers=headers)
    return len(statements)


def milliseconds_of(statement: str, values: list[int | str]) -> float:
    """p50 of the SQL alone, rows fetched."""
    taken = []
    with connection.cursor() as cursor:
        for _time in range(REPEATS):
            began = time.perf_counter()
            cursor.execute(statement, values)
            cursor.fetchall()
            taken.append(time.perf_counter() - began)
    return 1000 * median(taken)


def first_load(page: bytes) -> tuple[float, list[tuple[str, float]]]:
    """KB of a page and of every file it names, compressed as they are sent."""
    files = [(name, _compressed(name)) for name in dict.fromkeys(ASSET.findall(page.decode()))]
    return len(gzip.compress(page)) / 1024 + sum(size for _name, size in files), files


def _compressed(address: str) -> float:
    path = Path(settings.STATIC_ROOT) / address.removeprefix(settings.STATIC_URL)
    squeezed = path.with_name(path.name + ".gz")
    if squeezed.exists():
        return squeezed.stat().st_size / 1024
    content = path.read_bytes() if path.exists() else b""
    is_packed = path.suffix in {".woff2", ".png"}
    return len(content if is_packed else gzip.compress(content)) / 1024


TIMELINE = """
    SELECT * FROM customers_interaction WHERE customer_id = %s AND withdrawn_at IS NULL
    ORDER BY at DESC, id DESC LIMIT 50
"""
BARE_SQL: dict[str, tuple[str, Callable[[int], list[int | str]]]] = {
    "list": ("SELECT * FROM customers_customer ORDER BY sort_key, id LIMIT 50", lambda _pk: []),
    "customer page": (
        TIMELINE,
        lambda pk: [pk],
    ),
    "search, a name": (
        "SELECT customer_id FROM customers_searchword WHERE word LIKE %s LIMIT 20",
        lambda _pk: ["ham%"],
    ),
}
