"""What the import keeps about rows: safe to store, and counted."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import BigIntegerField, F, Value

from customers.actions.data_import import path_of, rows_of
from customers.importing.sale_line import PART
from customers.models import DataImport, Outcome

MOST_SAMPLES, MOST_REFUSED = 5, 50  # what is refused can be mended where it is shown
_UNSTORABLE = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def storable(cells: Sequence[str]) -> list[str]:
    """The cells as PostgreSQL can keep them; a refused row may contain anything."""
    return [cell.translate(_UNSTORABLE) for cell in cells]


def wrong_cell(data_import: DataImport, cells: Sequence[str], position: int | None) -> dict[str, Any]:
    """For a sample: which cell it was refused for, to be typed anew."""
    if position is None:
        return {}
    (text,) = storable([cells[position]])
    return {"wrong": {"position": position, "header": data_import.headers[position], "text": text}}


class Samples:
    """A few rows of each outcome, to show before anything is written."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.row_count = 0  # of the file, whatever became of them

    def add(
        self,
        outcome: str,
        number: int,
        cells: Sequence[str],
        reason: str = "",
        *,
        effect: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep this row, and what it does to whom, if it is one of the first of its kind."""
        kept = self.rows.setdefault(outcome, [])
        if len(kept) < (MOST_REFUSED if outcome == Outcome.REFUSED else MOST_SAMPLES):
            short = [cell[:80] for cell in storable(cells) if cell]
            kept.append({"number": number, "reason": reason, "cells": short, **(effect or {})})


def left_out_rows(data_import: DataImport) -> Iterator[tuple[int, str, list[str]]]:
    """(number, reason, cells) of every refused row; cells nobody kept are read from the file again.

    Where the file is gone (somebody in it was forgotten), such a row has no cells any more.
    """
    # Said to be a large number: as a small one it is -1 to the database, and every bit stays.
    of_the_row = Value(PART - 1, output_field=BigIntegerField())
    row_number = F("number").bitand(of_the_row)  # type: ignore[arg-type] # it takes any expression
    refused = data_import.rows.filter(outcome=Outcome.REFUSED).annotate(row=row_number)
    refused = refused.order_by("row", "number")
    is_there = refused.filter(cells=[]).exists() and path_of(data_import).is_file()
    again = rows_of(data_import) if is_there else iter(())
    last = 0
    for number, reason, cells in refused.values_list("row", "reason", "cells").iterator():
        if number != last:  # a row and the refund it tells of are one row
            row = None if cells else next((row for row in again if row.number == number), None)
            yield number, reason, cells or (row.cells if row else [])
        last = number
