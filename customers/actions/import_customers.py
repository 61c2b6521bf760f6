"""Importing a customers file: planned in memory piece by piece, written set-based."""

import json
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from itertools import islice
from typing import Any

from customers.actions.data_import import mended_cells, rows_of
from customers.actions.import_ledger import Samples, storable, wrong_cell
from customers.actions.import_shelf import fill_shelf, put_back
from customers.actions.import_staging import batched
from customers.importing.cells import RowRefused
from customers.importing.customer_rows import (
    CustomerReader,
    CustomerReading,
    CustomerRow,
    CustomQuestion,
)
from customers.importing.formats import FORMATS
from customers.importing.one_person import OnePerson, find_people
from customers.importing.planning import Known, Planned, Shelf
from customers.importing.reading import Row
from customers.models import (
    Channel,
    Customer,
    CustomField,
    DataImport,
    ImportRow,
    Outcome,
    Relationship,
)

PIECE = 2_000
Read = tuple[Row, CustomerRow | None, RowRefused | None]  # the row, what it says, or why it is refused
Progress = Callable[[int], None]


def reader_of(data_import: DataImport) -> CustomerReader:
    """How this file was said to be read."""
    options, questions = data_import.options, CustomField.objects.in_use()
    return CustomerReader(
        CustomerReading(
            headers=data_import.headers,
            mapping=data_import.mapping,
            words=FORMATS[data_import.format].words_of(data_import.headers),
            phone_country=options.get("phone_country", ""),
            day_order=options.get("day_order", "dmy"),
            decimal_mark=options.get("decimal_mark", "."),
            channels={value: str(label) for value, label in Channel.choices},
            relationships={value: str(label) for value, label in Relationship.choices},
            questions=[CustomQuestion(field.key, field.kind, field.choices) for field in questions],
        )
    )


def _read(reader: CustomerReader, row: Row) -> Read:
    if row.problem:
        return row, None, RowRefused(row.problem)
    try:
        return row, reader.read(row.number, row.cells), None
    except RowRefused as problem:
        return row, None, problem


def _people(data_import: DataImport) -> OnePerson:
    """Which rows of this file mean one person, and what tells nobody apart in it."""
    mended = mended_cells(data_import)
    columns = json.dumps([data_import.mapping, data_import.options, mended], sort_keys=True)
    return _people_of(data_import.pk, columns)


@lru_cache(maxsize=1)
def _people_of(import_id: int, _columns: str) -> OnePerson:
    """Read once for all the pieces of a run, and again when its columns were changed."""
    data_import = DataImport.objects.select_related("file").get(pk=import_id)
    reader = reader_of(data_import)
    read = (_read(reader, row) for row in rows_of(data_import))
    return find_people(said for _row, said, _reason in read if said is not None)


def preview_customers(data_import: DataImport, *, progress: Progress) -> dict[str, Any]:
    """What applying would do; the shelf stands for the book, and is thrown away."""
    reader, shelf, samples = reader_of(data_import), Shelf(_people(data_import)), Samples()
    counts: Counter[str] = Counter()
    for rows in batched(rows_of(data_import), PIECE):
        read = [_read(reader, row) for row in rows]
        _fill(shelf, read, data_import, lock=False)
        plans, entries = _plan(shelf, read, data_import)
        for (row, _said, problem), plan, entry in zip(read, plans, entries, strict=True):
            counts[entry.outcome] += 1
            wrong = wrong_cell(data_import, row.cells, problem.position if problem else None)
            samples.add(
                entry.outcome, row.number, row.cells, entry.reason, effect=_effect(plan, entry) | wrong
            )
        _pretend_written(shelf, plans)
        progress(sum(counts.values()))
    customers = {"created": counts[Outcome.CREATED]}
    return {"rows": dict(counts), "customers": customers, "samples": samples.rows}


def _effect(plan: Planned | None, entry: ImportRow) -> dict[str, Any]:
    """Whom a row hits and what it changes: that is how somebody sees that it hits the wrong one."""
    if plan is None or plan.is_new:
        return {}
    return {"customer": plan.known.pk, "changes": entry.changes}


def _pretend_written(shelf: Shelf, plans: list[Planned | None]) -> None:
    """The next piece starts from what this one leaves, as it will when it is written."""
    for known in _knowns(plans):
        if known.pk is None:
            known.pk = -len(shelf.by_pk) - 1
            shelf.by_pk[known.pk] = known
        known.begin_anew()


def end_of_piece(data_import: DataImport) -> int | None:
    """The row up to which the next piece goes."""
    numbers = [row.number for row in islice(rows_of(data_import, after=data_import.cursor), PIECE)]
    return numbers[-1] if numbers else None


def write_piece(data_import: DataImport, to: int) -> Counter[str]:
    """Write the rows from the cursor up to a row; returns how many had which outcome."""
    reader, shelf = reader_of(data_import), Shelf(_people(data_import))
    rows = islice(rows_of(data_import, after=data_import.cursor), PIECE)
    read = [_read(reader, row) for row in rows if row.number <= to]
    customers = _fill(shelf, read, data_import, lock=True)
    plans, entries = _plan(shelf, read, data_import)
    put_back(_knowns(plans), customers, data_import)
    for plan, entry in zip(plans, entries, strict=True):
        entry.customer_id = plan.known.pk if plan else None
    ImportRow.objects.bulk_create(entries, batch_size=1_000)
    counts = Counter(str(entry.outcome) for entry in entries)
    return counts + Counter(customers=counts[Outcome.CREATED])


def _fill(shelf: Shelf, read: list[Read], data_import: DataImport, *, lock: bool) -> dict[int, Customer]:
    says = [said for _row, said, _reason in read if said is not None]
    return fill_shelf(shelf, says, data_import.options["source"], lock=lock)


def _knowns(plans: list[Planned | None]) -> list[Known]:
    """Everybody a piece is about, each once, in the order they came."""
    return list({id(plan.known): plan.known for plan in plans if plan}.values())


def _plan(
    shelf: Shelf, read: list[Read], data_import: DataImport
) -> tuple[list[Planned | None], list[ImportRow]]:
    """Each row's plan (None when it is refused) with its entry in the ledger."""
    plans: list[Planned | None] = []
    reasons: list[str] = []
    for _row, said, reason in read:
        plan, why = _plan_row(shelf, said, reason)
        plans.append(plan)
        reasons.append(why)
    entries = [
        ImportRow(
            data_import=data_import,
            number=row.number,
            outcome=_outcome(plan),
            reason=why[:200],
            cells=[] if plan else storable(row.cells),
            changes=plan.changes if plan and _outcome(plan) == Outcome.UPDATED else None,
        )
        for (row, _said, _reason), plan, why in zip(read, plans, reasons, strict=True)
    ]
    return plans, entries


def _plan_row(
    shelf: Shelf, said: CustomerRow | None, refusal: RowRefused | None
) -> tuple[Planned | None, str]:
    if said is None:
        return None, refusal.sentence if refusal else ""
    try:
        return shelf.plan(said), ""
    except RowRefused as problem:
        return None, problem.sentence


def _outcome(plan: Planned | None) -> Outcome:
    """Judged when the whole piece is planned: what one row changes, a later one may change back."""
    if plan is None:
        return Outcome.REFUSED
    if plan.is_new:
        return Outcome.CREATED
    return Outcome.UPDATED if plan.changes and plan.known.has_changed else Outcome.UNCHANGED
