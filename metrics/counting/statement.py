"""One statement, and what it asks for."""

from collections.abc import Mapping
from typing import Any

from django.db import connection


def run(statement: str, values: Mapping[str, Any]) -> int:
    """How many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        touched: int = cursor.rowcount
    return touched
