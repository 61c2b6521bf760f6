"""Noting down what an import makes of people, in the same transaction: the source of taking it back."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from django.db import connection
from psycopg.types.json import Jsonb

from customers.importing.planning import Known
from customers.importing.taking_back import LISTS, flat
from customers.models import DataImport, ImportedCustomer

# A later piece may mean somebody of an earlier one: how they were before the first counts.
NOTE = """
    INSERT INTO customers_importedcustomer AS known
        (data_import_id, customer_id, is_new, before, after, added)
    SELECT %(import)s, customer_id, is_new, before, after, added
    FROM unnest(
        %(customers)s::bigint[], %(new)s::boolean[],
        %(before)s::jsonb[], %(after)s::jsonb[], %(added)s::jsonb[]
    ) AS noted (customer_id, is_new, before, after, added)
    ON CONFLICT (data_import_id, customer_id) DO UPDATE SET
        before = EXCLUDED.before || known.before,
        after = known.after || EXCLUDED.after,
        added = known.added || EXCLUDED.added
"""
NOTE_NEW = """
    INSERT INTO customers_importedcustomer (data_import_id, customer_id, is_new, before, after, added)
    SELECT %(import)s, customer_id, true, '{}', '{}', '[]'
    FROM unnest(%(customers)s::bigint[]) AS made (customer_id)
"""
WRITE = """
    UPDATE customers_importedcustomer AS known SET {column} = told.value
    FROM unnest(%(imports)s::bigint[], %(customers)s::bigint[], %(values)s::jsonb[])
        AS told (data_import_id, customer_id, value)
    WHERE (known.data_import_id, known.customer_id) = (told.data_import_id, told.customer_id)
"""


def note_people(data_import: DataImport, *, new: Iterable[Known], changed: Iterable[Known]) -> None:
    """Keep whom a piece of a customers file made, and how those it changed were before."""
    notes: list[tuple[Any, ...]] = [(known.pk, True, {}, {}, _facts(known)) for known in new]
    notes += [(known.pk, False, *_difference(known), list(_added(known))) for known in changed]
    if not notes:
        return
    customers, is_new, *documents = zip(*notes, strict=True)
    before, after, added = ([Jsonb(each) for each in column] for column in documents)
    values = {"customers": list(customers), "new": list(is_new), "before": before, "after": after}
    with connection.cursor() as cursor:
        cursor.execute(NOTE, values | {"import": data_import.pk, "added": added})


def write_ledger(lines: Sequence[ImportedCustomer], column: Literal["before", "kept"]) -> None:
    """Write one column of many lines that are known."""
    values: dict[str, list[Any]] = {
        "imports": [line.data_import_id for line in lines],
        "customers": [line.customer_id for line in lines],
        "values": [Jsonb(getattr(line, column)) for line in lines],
    }
    if lines:
        with connection.cursor() as cursor:
            cursor.execute(WRITE.format(column=column), values)


def note_new_people(data_import: DataImport, customers: Iterable[int]) -> None:
    """Keep whom a sales file made."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE_NEW, {"import": data_import.pk, "customers": list(customers)})


def _facts(known: Known) -> list[Any]:
    """Facts are all that can be added to a new customer without a revision."""
    return [["facts", list(fact)] for fact in known.facts]


def _difference(known: Known) -> tuple[dict[str, Any], dict[str, Any]]:
    """({field: before}, {field: after}) of what has changed."""
    now = flat(known.values, known.custom)
    was = known.before or {}
    then = flat({name: was.get(name) for name in known.values}, was.get("custom", {}))
    changed = [name for name, value in now.items() if value != then.get(name)]
    return {name: then.get(name) for name in changed}, {name: now[name] for name in changed}


def _added(known: Known) -> Iterator[list[Any]]:
    was = known.before or {}
    for name in LISTS:
        for value in getattr(known, name)[len(was.get(name, [])) :]:
            yield [name, value]
