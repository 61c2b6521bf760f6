"""Filling the shop we measure: COPY, then the product's own counting."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.core.management import call_command
from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from crm.bench import crowd
from crm.bench.sizes import Size
from customers.models import Customer, Email, Interaction, Phone, Purchase, PurchaseLine

FILLED = (Customer, Phone, Email, Purchase, PurchaseLine, Interaction)
SEQUENCES = "SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT coalesce(max(id), 1) FROM {}))"
PLAIN_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
    FROM pg_index WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique
"""


def fill(size: Size, now: datetime, say: Callable[[str], None]) -> None:
    """A whole shop, set-based."""
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        # Counting changes every customer several times: their indexes are built when that is over.
        with without_plain_indexes(cursor, [Customer]):
            with without_plain_indexes(cursor, FILLED[1:]), without_looking_up_parents(cursor):
                fill_people(size, now)
                say(f"customers after {time.monotonic() - began:.0f} s")
                _fill_receipts(size, now)
                say(f"purchases after {time.monotonic() - began:.0f} s")
                _fill_timeline(cursor, size, now)
            _begin_numbers_after(cursor)
            say(f"rows and indexes after {time.monotonic() - began:.0f} s")
            call_command("count_again")
        cursor.execute("VACUUM ANALYZE")
    say(f"counted after {time.monotonic() - began:.0f} s")


def _begin_numbers_after(cursor: CursorWrapper) -> None:
    for model in FILLED:
        table = model._meta.db_table
        cursor.execute(sql.SQL(SEQUENCES).format(sql.Identifier(table)), [table])
    cursor.execute("ANALYZE")


def fill_people(size: Size, now: datetime) -> None:
    """Who they are and how they are reached."""
    names = [
        "id",
        "given_name",
        "family_name",
        "sort_key",
        "birth_day",
        "birth_month",
        "city",
        "source",
        "created_at",
    ]
    _copy(Customer, names, crowd.customers(size, now))
    _copy(Phone, ["customer", "number", "label", "position"], crowd.phones(size))
    _copy(Email, ["customer", "address", "label", "position"], crowd.emails(size))


def _fill_receipts(size: Size, now: datetime) -> None:
    """Two passes over the same receipts: one stream of COPY holds one table."""
    fixed = {"currency": "GBP", "source": "bench", "created_at": now}
    names = ["id", "customer", "at", "total", "external_id"]
    _copy(Purchase, names, (receipt for receipt, _lines in crowd.receipts(size, now)), fixed)
    names = [
        "purchase",
        "position",
        "product_code",
        "product_name",
        "category",
        "quantity",
        "unit_price",
        "discount",
    ]
    _copy(PurchaseLine, names, (line for _receipt, lines in crowd.receipts(size, now) for line in lines))


def _fill_timeline(cursor: CursorWrapper, size: Size, now: datetime) -> None:
    """The lines of the purchases by the same rule as the product's, and talks up to the size."""
    cursor.execute(
        """
        INSERT INTO customers_interaction
            (customer_id, kind, at, text, direction, channel, mood, outcome, about, version, created_at)
        SELECT customer_id, 'purchase', at, '', '', '', '', '', 'customers.purchase:' || id, 1, at
        FROM customers_purchase WHERE customer_id IS NOT NULL
        """
    )
    left = size.interactions - cursor.rowcount
    _copy(Interaction, ["customer", "kind", "at", "text"], crowd.talks(left, size, now), {"created_at": now})


def _copy(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[object]],
    fixed: dict[str, object] | None = None,
) -> None:
    """COPY rows of some fields; the others have the model's own defaults."""
    fixed = {**_defaults(model, [*names, *(fixed or {})]), **(fixed or {})}
    columns = [str(model._meta.get_field(name).column) for name in (*names, *fixed)]  # type: ignore[union-attr]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(sql.Identifier(column) for column in columns)
    )
    constant = tuple(fixed.values())
    with connection.cursor() as cursor, cursor.copy(statement) as stream:
        for row in rows:
            stream.write_row((*row, *constant))


def _defaults(model: type[models.Model], given: Sequence[str]) -> dict[str, object]:
    """What a fresh row has in the fields that nobody gives."""
    left = [
        field for field in model._meta.concrete_fields if not field.primary_key and field.name not in given
    ]
    values = {field.name: field.get_default() for field in left}
    return {name: "{}" if value == {} else value for name, value in values.items()}


@contextmanager
def without_plain_indexes(
    cursor: CursorWrapper, models_filled: Sequence[type[models.Model]]
) -> Iterator[None]:
    """Build them once at the end instead of row by row."""
    cursor.execute(PLAIN_INDEXES, [[model._meta.db_table for model in models_filled]])
    indexes = list(cursor.fetchall())
    for name, _definition in indexes:
        cursor.execute(sql.SQL("DROP INDEX {}").format(sql.SQL(name)))
    yield
    for _name, definition in indexes:
        cursor.execute(sql.SQL(definition))


@contextmanager
def without_looking_up_parents(cursor: CursorWrapper) -> Iterator[None]:
    """The crowd is whole by its making; checking six million foreign keys would measure nothing."""
    cursor.execute("SET session_replication_role = replica")
    yield
    cursor.execute("SET session_replication_role = DEFAULT")
