"""What cannot be measured over HTTP: queries of a page, the bare SQL of it, the bytes of a first load."""

import gzip
import re
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import connection
from django.test import Client as Inside

from customers.cleaning import fold
from customers.models import Customer

REPEATS = 200
ASSET = re.compile(r'(?:src|href)="(/static/[^"]+)"')
FONT = re.compile(r'url\("?([^")]+\.woff2)"?\)')


def queries_of(inside: Inside, ask: Callable[[Inside], Any]) -> int:
    """SQL statements of one request, the session's and the person's among them."""
    ask(inside)  # whatever is kept in memory is kept by now
    statements: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        ask(inside)
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
    """KB of a page, of every file it names and of every font those name, compressed as they are sent."""
    named = list(dict.fromkeys(ASSET.findall(page.decode())))
    fonts = [font for name in named if name.endswith(".css") for font in _fonts(name)]
    files = [(name, _compressed(name)) for name in [*named, *fonts]]
    return len(gzip.compress(page)) / 1024 + sum(size for _name, size in files), files


def _path(address: str) -> Path:
    return Path(settings.STATIC_ROOT) / address.removeprefix(settings.STATIC_URL)


def _fonts(style: str) -> list[str]:
    """Addresses of the fonts that a style sheet names."""
    text = _path(style).read_text() if _path(style).exists() else ""
    return [urljoin(style, font) for font in FONT.findall(text)]


def _compressed(address: str) -> float:
    path = _path(address)
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
FURTHER = "SELECT * FROM customers_customer WHERE (sort_key, id) > (%s, %s) ORDER BY sort_key, id LIMIT 50"
FILTERED = "SELECT * FROM customers_customer WHERE stage = 'retention' ORDER BY spend DESC, id DESC LIMIT 50"
WORDS = "SELECT customer_id FROM customers_searchword WHERE word LIKE %s LIMIT 20"
WAITING = """
    SELECT * FROM customers_customer WHERE overdue_on BETWEEN current_date - 60 AND current_date
    ORDER BY overdue_on DESC LIMIT 20
"""


def bare_sql(customer: Customer, edge: Customer) -> dict[str, tuple[str, list[int | str]]]:
    """The SQL that a page cannot do without, by the name of the work; `edge` stands before the deep page."""
    number = customer.phones.all()[0].number[-4:]
    return {
        "list": ("SELECT * FROM customers_customer ORDER BY sort_key, id LIMIT 50", []),
        "list, page 1000": (FURTHER, [edge.sort_key, edge.pk]),
        "list, filtered": (FILTERED, []),
        "search, a name": (WORDS, [f"{fold(customer.family_name)[:4]}%"]),
        "search, four digits": (WORDS, [f"{number}%"]),
        "customer page": (TIMELINE, [customer.pk]),
        "Today": (WAITING, []),
    }
