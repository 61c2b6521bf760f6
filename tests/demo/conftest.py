"""One demo shop for all the tests that only look at it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from crm.demo.opening import open_demo_shop


@pytest.fixture(scope="package")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, int]]:
    """The counts of a demo shop that stands until all have looked; `queries` is what it took."""
    with django_db_blocker.unblock(), transaction.atomic():
        with CaptureQueriesContext(connection) as queries:
            counts = open_demo_shop()
        # Else each test's end would check every key of the whole shop anew.
        connection.check_constraints()
        yield counts | {"queries": len(queries)}
        transaction.set_rollback(True)
