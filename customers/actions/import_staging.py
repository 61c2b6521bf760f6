"""Putting the cleaned lines of a sales file where SQL can work on them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.translation import gettext as _

from customers.actions.data_import import path_of, rows_of
from customers.actions.import_ledger import Samples, storable, wrong_cell
from customers.importing.formats import FORMATS, ONLINE_RETAIL
from customers.importing.order_head import Head
from customers.importing.order_rows import OrderReader, totals_of
from customers.importing.refusal import FileRefused
from customers.importing.sale_cells import SaleReading
from customers.importing.sale_line import PART, REFUND, SaleLine
from customers.importing.sale_rows import SaleReader
from customers.models import DataImport, ImportLine, Outcome

Thing = TypeVar("Thing")
Progress = Callable[[int], None]
STEP = 20_000

COPY = """
    COPY customers_importline (
        data_import_id, anchor, number, outcome, reason, order_number, at, is_refund, who_kind, who,
        who_name, place, country, staff, position, naming, product_code, product_name, category, quantity,
        unit_price, discount, cells
    ) FROM STDIN
"""
HOLD_BACK = """
    UPDATE customers_importline AS line SET outcome = 'refused', reason = %(reason)s
    FROM (
        SELECT DISTINCT order_number FROM customers_importline
        WHERE data_import_id = %(import)s AND outcome = 'refused' AND order_number <> ''
    ) AS broken
    WHERE line.data_import_id = %(import)s AND line.outcome = ''
        AND line.order_number IN (broken.order_number, broken.order_number || %(refund)s)
"""


def reading_of(data_import: DataImport) -> SaleReading:
    """How this file was said to be read."""
    options, known = data_import.options, FORMATS[data_import.format]
    return SaleReading(
        headers=data_import.headers,
        mapping=data_import.mapping,
        zone=ZoneInfo(options["time_zone"]),
        phone_country=options.get("phone_country", ""),
        day_order=options.get("day_order", "dmy"),
        decimal_mark=options.get("decimal_mark", "."),
        currency=options["currency"],
        by_cancellation=data_import.format == ONLINE_RETAIL.key,
        words=known.words_of(data_import.headers),
        habits=known.habits,
        companion=_said_elsewhere(data_import),
    )


def _said_elsewhere(data_import: DataImport) -> Mapping[str, Head]:
    """What the file that goes with this one says of the same orders."""
    if not (chosen := data_import.options.get("companion")):
        return {}
    other = DataImport.objects.select_related("file").filter(pk=chosen).first()
    if other is None or not path_of(other).is_file():
        raise FileRefused(_("The file that goes with this one is gone. Choose the columns once more."))
    other.mapping = other.mapping or FORMATS[other.format].mapping_of(other.headers, {})
    other.options = other.options or data_import.options | {"companion": ""}
    return totals_of(OrderReader(reading_of(other)).lines(lambda: rows_of(other)))


def stage_lines(data_import: DataImport, *, progress: Progress) -> Samples:
    """Read, clean and stage every line anew; returns samples of what will not count.

    Raises FileRefused when the file turns out to be unreadable or too long.
    """
    ImportLine.objects.filter(data_import=data_import).delete()
    samples = Samples()
    refused = 0
    for lines in batched(_lines_of(data_import, samples), STEP):
        _copy(data_import.pk, lines)
        samples.row_count += sum(0 < line.number < PART for line in lines)
        refused += sum(line.outcome == Outcome.REFUSED for line in lines)
        progress(samples.row_count)
    if refused:
        _hold_back_broken_orders(data_import)
    return samples


def _lines_of(data_import: DataImport, samples: Samples) -> Iterator[SaleLine]:
    is_of_orders = FORMATS[data_import.format].kind == "orders"
    reader = (OrderReader if is_of_orders else SaleReader)(reading_of(data_import))
    for row, line in reader.lines(lambda: rows_of(data_import)):
        if line.outcome:
            wrong = wrong_cell(data_import, row.cells, line.bad_cell)
            samples.add(line.outcome, row.number, row.cells, line.reason, effect=wrong)
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
    amounts = (line.quantity, line.unit_price, line.discount)
    return (import_id, *line[: -len(amounts) - 2], *map(str, amounts), cells)


def _hold_back_broken_orders(data_import: DataImport) -> None:
    """Half an order would be wrong, and in the way of the whole one that comes later."""
    reason = _("Another row of this order was refused.")
    with connection.cursor() as cursor:
        cursor.execute(HOLD_BACK, {"import": data_import.pk, "reason": reason, "refund": REFUND})
