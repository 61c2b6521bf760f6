"""Putting the cleaned lines of a sales file where SQL can work on them."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.translation import gettext as _

from customers.actions.data_import import rows_of
from customers.actions.import_ledger import Samples, storable
from customers.importing.formats import ONLINE_RETAIL
from customers.importing.sale_cells import SaleReading
from customers.importing.sale_rows import SaleLine, SaleReader
from customers.models import DataImport, ImportLine, Outcome

Thing = TypeVar("Thing")
Progress = Callable[[int], None]
STEP = 20_000

COPY = """
    COPY customers_importline (
        data_import_id, anchor, number, outcome, reason, order_number, at, is_refund, who_kind, who,
        country, position, naming, product_code, product_name, category, quantity, unit_price,
        discount, cells
    ) FROM STDIN
"""
HOLD_BACK = """
    UPDATE customers_importline AS line SET outcome = 'refused', reason = %(reason)s
    FROM (
        SELECT DISTINCT order_number FROM customers_importline
        WHERE data_import_id = %(import)s AND outcome = 'refused' AND order_number <> ''
    ) AS broken
    WHERE line.data_import_id = %(import)s AND line.outcome = ''
        AND line.order_number = broken.order_number
"""


def reading_of(data_import: DataImport) -> SaleReading:
    """How this file was said to be read."""
    options = data_import.options
    return SaleReading(
        headers=data_import.headers,
        mapping=data_import.mapping,
        zone=ZoneInfo(options["time_zone"]),
        phone_country=options.get("phone_country", ""),
        day_order=options.get("day_order", "dmy"),
        decimal_mark=options.get("decimal_mark", "."),
        currency=options["currency"],
        by_cancellation=data_import.format == ONLINE_RETAIL.key,
    )


def stage_lines(data_import: DataImport, *, progress: Progress) -> Samples:
    """Read, clean and stage every line anew; returns samples of what will not count.

    Raises FileRefused when the file turns out to be unreadable or too long.
    """
    ImportLine.objects.filter(data_import=data_import).delete()
    samples = Samples()
    count = refused = 0
    for lines in batched(_lines_of(data_import, samples), STEP):
        _copy(data_import.pk, lines)
        count += len(lines)
        refused += sum(line.outcome == Outcome.REFUSED for line in lines)
        progress(count)
    if refused:
        _hold_back_broken_orders(data_import)
    return samples


def _lines_of(data_import: DataImport, samples: Samples) -> Iterator[SaleLine]:
    reader = SaleReader(reading_of(data_import))
    for row in rows_of(data_import):
        line = reader.read(row)
        if line.outcome:
            samples.add(line.outcome, row.number, row.cells, line.reason)
        yield line


def batched(rows: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    """The rows in lists of this size; itertools has it from Python 3.12 on."""
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def _copy(import_id: int, lines: list[SaleLine]) -> None:
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for line in lines:
            copy.write_row(_staged(import_id, line))


def _staged(import_id: int, line: SaleLine) -> tuple[object, ...]:
    """Numbers as text: PostgreSQL reads them exactly, and faster than they can be converted here."""
    cells = storable(line.cells) if line.cells else "{}"
    return (import_id, *line[:-4], *map(str, line[-4:-1]), cells)


def _hold_back_broken_orders(data_import: DataImport) -> None:
    """Half an order would be wrong, and in the way of the whole one that comes later."""
    reason = _("Another row of this order was refused.")
    with connection.cursor() as cursor:
        cursor.execute(HOLD_BACK, {"import": data_import.pk, "reason": reason})
