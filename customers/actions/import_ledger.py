"""What the import keeps about rows: safe to store, and counted."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from customers.actions.data_import import rows_of
from customers.models import DataImport, Outcome

MOST_SAMPLES = 5
_UNSTORABLE = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def storable(cells: Sequence[str]) -> list[str]:
    """The cells as PostgreSQL can keep them; a refused row may contain anything."""
    return [cell.translate(_UNSTORABLE) for cell in cells]


class Samples:
    """A few rows of each outcome, to show before anything is written."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}

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
        if len(kept) < MOST_SAMPLES:
            short = [cell[:80] for cell in storable(cells) if cell]
            kept.append({"number": number, "reason": reason, "cells": short, **(effect or {})})


def left_out_rows(data_import: DataImport) -> Iterator[tuple[int, str, list[str]]]:
    """(number, reason, cells) of every refused row; cells nobody kept are read from the file again."""
    refused = data_import.rows.filter(outcome=Outcome.REFUSED).order_by("number")
    unkept = set(refused.filter(cells=[]).values_list("number", flat=True))
    again = (row for row in rows_of(data_import) if row.number in unkept) if unkept else iter(())
    for number, reason, cells in refused.values_list("number", "reason", "cells").iterator():
        yield number, reason, cells or next(again).cells
