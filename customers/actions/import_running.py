"""Doing an import: previewing it and writing it piece by piece, from wherever it stopped."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from customers.actions import import_customers, import_sales
from customers.actions.data_import import ImportMovedOn, about_rows_of, fail_import, finish_import, move
from customers.actions.figures import refresh_figures
from customers.actions.import_staging import stage_lines
from customers.actions.rhythm import refresh_usual_gap
from customers.importing.formats import FORMATS
from customers.importing.refusal import FileRefused
from customers.models import DataImport, ImportLine, ImportRow, ImportState, Outcome

Progress = Callable[
    [int, int], None
]  # rows done, rows in all (about, while it is read; 0 while nobody knows)
THE_TURN = 5_230_117  # any number, as long as it is always this one


class AnotherImportIsRunning(Exception):
    """One import of a shop at a time; this one waits."""


@contextmanager
def import_turn(*, patience: float = 0) -> Iterator[None]:
    """Hold the shop's one turn; it ends with the connection, so a killed process cannot keep it.

    Raises AnotherImportIsRunning when it does not get free within `patience` seconds.
    """
    deadline = time.monotonic() + patience
    while not _ask("SELECT pg_try_advisory_lock(%s)"):
        if time.monotonic() >= deadline:
            raise AnotherImportIsRunning
        time.sleep(0.5)
    try:
        yield
    finally:
        _ask("SELECT pg_advisory_unlock(%s)")


def _ask(question: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [THE_TURN])
        return bool(cursor.fetchone()[0])


def preview_import(data_import: DataImport, *, progress: Progress) -> DataImport:
    """Find out what applying would do. Writes nothing into the shop's book."""
    try:
        counts = _preview(data_import, progress)
        return _make_ready(data_import, counts)
    except FileRefused as problem:
        fail_import(data_import, problem.sentence)
        data_import.refresh_from_db()
        return data_import
    except ImportMovedOn:
        # Discarded while we were reading: nobody else will clear away what we have staged since.
        if DataImport.objects.filter(pk=data_import.pk, state=ImportState.DISCARDED).exists():
            ImportLine.objects.filter(data_import=data_import).delete()
        raise


def _make_ready(data_import: DataImport, counts: dict[str, Any]) -> DataImport:
    with transaction.atomic():
        data_import = move(data_import, ImportState.READY)
        data_import.counts = counts
        data_import.row_count = counts.pop("row_count", sum(counts["rows"].values()))
        data_import.save(update_fields=["counts", "row_count"])
    return data_import


def _preview(data_import: DataImport, progress: Progress) -> dict[str, Any]:
    expected = about_rows_of(data_import)

    def read(done: int) -> None:
        progress(done, max(expected, done) if expected else 0)

    read(0)
    if FORMATS[data_import.format].kind == "customers":
        return import_customers.preview_customers(data_import, progress=read)
    samples = stage_lines(data_import, progress=read)
    return import_sales.preview_sales(data_import, samples)


def apply_import(data_import: DataImport, *, progress: Progress) -> DataImport:
    """Write it, from where it stopped. Running it again after the end changes nothing."""
    data_import = DataImport.objects.get(pk=data_import.pk)
    if data_import.state == ImportState.APPLIED:
        return data_import
    pieces = import_customers if FORMATS[data_import.format].kind == "customers" else import_sales
    while (end := pieces.end_of_piece(data_import)) is not None:
        data_import = _apply_piece(data_import, end, pieces.write_piece)
        done = sum(data_import.counts["rows"].values())  # a refund besides a sale counts twice
        progress(min(done, data_import.row_count), data_import.row_count)
    _refresh_touched_figures(data_import)
    return finish_import(data_import)


@transaction.atomic
def _apply_piece(
    data_import: DataImport, end: int, write_piece: Callable[[DataImport, int], Counter[str]]
) -> DataImport:
    """One piece with its ledger and the cursor: all of it, or none."""
    locked = DataImport.objects.select_for_update().get(pk=data_import.pk)
    if (locked.state, locked.cursor) != (ImportState.APPLYING, data_import.cursor):
        raise ImportMovedOn(locked.state)
    written = write_piece(locked, end)
    customers = written.pop("customers", 0)
    locked.counts["rows"] = dict(Counter(locked.counts["rows"]) + written)
    locked.counts["customers"] += customers
    locked.cursor = end
    locked.save(update_fields=["cursor", "counts", "tags_made"])
    return locked


def _refresh_touched_figures(data_import: DataImport) -> None:
    bought = ImportRow.objects.filter(data_import=data_import, outcome=Outcome.CREATED)
    touched = bought.exclude(purchase_id=None).exclude(customer_id=None)
    ids = touched.values_list("customer_id", flat=True).distinct()
    refresh_usual_gap()
    refresh_figures(pk for pk in ids if pk)
