"""Typing wrong cells anew in the preview: the file stays as it came, and is read with what was typed."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.actions.job import queue_job
from crm.shop.models import User
from customers.actions.data_import import move, rows_of
from customers.actions.import_jobs import PREVIEW
from customers.importing.reading import Row
from customers.models import DataImport, ImportState

MOST_MENDED = 1_000
Place = tuple[int, int]  # row and position in it


class TooManyAreMended(Exception):
    """So many wrong cells are a file to be mended where it comes from."""


def row_of(data_import: DataImport, number: int) -> Row | None:
    """One row of the file, as it is read now."""
    row = next(islice(rows_of(data_import, after=number - 1), 1), None)
    return row if row and row.number == number else None


@transaction.atomic
def mend_cells(data_import: DataImport, cells: Mapping[Place, str], *, by: User | None) -> DataImport:
    """Read the file once more with these cells instead of its own.

    Raises ImportMovedOn when it is no longer waiting to be applied, and TooManyAreMended.
    """
    if not cells:
        return data_import
    data_import = move(data_import, ImportState.PREVIEWING)
    before = _as_they_stand(data_import, cells)
    for place, text in cells.items():
        number, position = place
        data_import.mended.update_or_create(
            number=number,
            position=position,
            defaults={"text": text},
            create_defaults={"text": text, "before": before[place]},
        )
    if data_import.mended.count() > MOST_MENDED:
        raise TooManyAreMended(_("So many wrong cells are mended more quickly in the file itself."))
    data_import.counts = {}
    data_import.save(update_fields=["counts"])
    audit.record("import.mended", data_import, by=by, counts={"cells": len(cells)})
    queue_job(PREVIEW, audit.label(data_import), by=by)
    return data_import


def _as_they_stand(data_import: DataImport, cells: Mapping[Place, str]) -> dict[Place, str]:
    """What the rows say now at these places; of a cell that was mended before nobody asks."""
    wanted: dict[int, list[int]] = defaultdict(list)
    for number, position in cells:
        wanted[number].append(position)
    found: dict[Place, str] = dict.fromkeys(cells, "")
    last = max(wanted)
    for row in rows_of(data_import, after=min(wanted) - 1):
        if row.number > last:
            break
        found |= {(row.number, position): row.cells[position] for position in wanted.get(row.number, ())}
    return found
