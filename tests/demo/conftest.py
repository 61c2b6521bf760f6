"""One demo shop for all the tests that only look at it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from crm.demo.opening import open_demo_shop
from tests.counting import count_again


@pytest.fixture(scope="package")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, int]]:
    """The counts of a demo shop that stands until all have looked; `queries` is what it took."""
    asked: list[str] = []

    def count(execute: Any, sql: str, *more: Any) -> Any:
        asked.append(sql)
        return execute(sql, *more)

    with django_db_blocker.unblock(), transaction.atomic():
        # To have them told would put the values of each into words, which takes longer than asking.
        with connection.execute_wrapper(count):
            counts = open_demo_shop()
        # Else each test's end would check every key of the whole shop anew.
        connection.check_constraints()
        # Else PostgreSQL takes the shop for an empty one, and looks up the lines of each receipt one by one.
        count_again()
        yield counts | {"queries": len(asked)}
        transaction.set_rollback(True)
