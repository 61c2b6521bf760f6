"""What we did not choose, to measure it: the product, where news may also come as a stream of events."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 - the set-up comes first

from crm.wsgi import application as product  # noqa: E402

STREAM, EVERY_SECONDS = "/bench-stream/", 5
NEWS = "SELECT id FROM customers_interaction WHERE customer_id = %s AND created_at > now() LIMIT 1"


def application(given: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """A stream for this address, the product for every other."""
    if given["PATH_INFO"] != STREAM:
        return product(given, start_response)
    start_response("200 OK", [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")])
    return _events(int(given.get("QUERY_STRING") or 1))


def _events(customer: int) -> Iterator[bytes]:
    """One statement every few seconds; the connection to the database is given back in between."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(NEWS, [customer])
            cursor.fetchall()
        connection.close()
        yield b": nothing\n\n"
        time.sleep(EVERY_SECONDS)
