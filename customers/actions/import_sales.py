"""Writing the staged lines of a sales file, order by order, in pieces that are whole or not at all."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Protocol

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.web.planner import planned
from customers.actions.import_ledger import Samples
from customers.actions.import_people import note_new_people
from customers.actions.import_references import find_customers, make_customers, references_of
from customers.actions.import_statements import (
    BOUNDARY,
    COUNTS,
    LEDGER,
    LINES,
    MONEY,
    ORDERS,
    PLACES,
    PURCHASES,
    REFUNDS,
    REFUSALS,
    STAFF,
    TAKEN_SAMPLES,
    TIMELINE,
)
from customers.importing.formats import FORMATS
from customers.importing.sale_line import OF_A_REFUND, PART, REFUND
from customers.models import DataImport

PIECE = 50_000
SHOWN = 5
NEW = 0  # stands for a customer who will be made


class Cursor(Protocol):
    """As much of a database cursor as these statements need."""

    def execute(self, statement: str, values: Any = None) -> Any: ...
    def fetchall(self) -> list[tuple[Any, ...]]: ...


def end_of_piece(data_import: DataImport) -> int | None:
    """The anchor up to which the next piece goes; all lines of an order share their anchor."""
    with connection.cursor() as cursor:
        cursor.execute(BOUNDARY, {"import": data_import.pk, "after": data_import.cursor, "piece": PIECE})
        end: int | None = cursor.fetchone()[0]
        return end


def preview_sales(data_import: DataImport, left_out: Samples) -> dict[str, Any]:
    """What applying the staged lines would do; nothing is written."""
    end = 2**62
    references = references_of(data_import.pk, after=0, to=end)
    known = find_customers(references, data_import.options["source"])
    customers = known.customers | {(ref.kind, ref.who): NEW for ref in known.unknown}
    values = _values(data_import, 0, end, customers)
    with transaction.atomic(), connection.cursor() as cursor, _gathered_orders(cursor, values):
        rows = _fetch(cursor, COUNTS, values)
        money = _fetch(cursor, MONEY, values)
        refusals = _fetch(cursor, REFUSALS, values)
        taken = _fetch(cursor, TAKEN_SAMPLES, values)
        places = _fetch(cursor, PLACES, values)
        staff = _fetch(cursor, STAFF, values)
    return {
        "rows": dict(rows),
        "row_count": left_out.row_count,
        "unknown_places": [place for (place,) in places],
        "unknown_staff": [name for (name,) in staff],
        "customers": {"created": len(known.unknown), "known": len(references) - len(known.unknown)},
        "orders": {kind: _sum(count, items, total) for kind, count, items, total in money},
        "samples": {
            **left_out.rows,
            "refused": [
                *left_out.rows.get("refused", []),
                *(_sample(number, [order], reason) for number, reason, order in refusals),
            ],
            **_samples_of(taken),
        },
    }


def _sum(count: int, items: int, total: Decimal) -> dict[str, Any]:
    return {"orders": count, "lines": int(items), "total": str(total)}


def _samples_of(taken: list[tuple[Any, ...]]) -> dict[str, list[dict[str, Any]]]:
    """The first few lines that would be written, and of those that are here already."""
    samples: dict[str, list[dict[str, Any]]] = {}
    for outcome, number, *cells in taken:
        shown = samples.setdefault(outcome, [])
        if len(shown) < SHOWN:
            shown.append(_sample(number, map(str, cells)))
    return samples


def _sample(number: int, cells: Iterable[str], reason: str = "") -> dict[str, Any]:
    return {"number": number, "reason": reason, "cells": list(filter(None, cells))}


def write_piece(data_import: DataImport, to: int) -> Counter[str]:
    """Write the orders from the cursor up to an anchor; returns the rows of each outcome.

    Runs inside the transaction of its caller, who moves the cursor in it.
    """
    source, after, by = data_import.options["source"], data_import.cursor, data_import.applied_by
    known = find_customers(references_of(data_import.pk, after=after, to=to), source)
    made = make_customers(known.unknown, source=source, by=by)
    note_new_people(data_import, filter(None, made.values()))
    customers = known.customers | made
    values = _values(data_import, after, to, customers)
    with connection.cursor() as cursor, _gathered_orders(cursor, values):
        for statement in (PURCHASES, LINES, *_refunds(data_import), TIMELINE, LEDGER):
            cursor.execute(statement, values)
        written = _fetch(cursor, COUNTS, values)
    counts = Counter(dict(written))
    counts["customers"] = len(known.unknown)
    return counts


def _refunds(data_import: DataImport) -> list[str]:
    """Files without a status do not say which sale a refund pays back."""
    says = FORMATS[data_import.format].kind == "orders" or "order_status" in data_import.mapping.values()
    return [REFUNDS] if says else []


@contextmanager
def _gathered_orders(cursor: Cursor, values: dict[str, Any]) -> Iterator[None]:
    """The temporary table of orders, while it is needed."""
    # The planner knows nothing of rows that were staged a moment ago: on 50,000 of them a
    # nested loop takes minutes, and a hash never does.
    with planned(never=("nestloop",)):
        cursor.execute(ORDERS, values)
        cursor.execute("ANALYZE import_order")
        yield
        cursor.execute("DROP TABLE import_order")


def _fetch(cursor: Cursor, statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    cursor.execute(statement, values)
    return cursor.fetchall()


def _values(
    data_import: DataImport, after: int, to: int, customers: dict[tuple[str, str], int | None]
) -> dict[str, Any]:
    """Every value that the statements name."""
    options = data_import.options
    return {
        "import": data_import.pk,
        "after": after,
        "to": to,
        "part": PART,
        "of_a_refund": OF_A_REFUND,
        "refund": REFUND,
        "source": options["source"],
        "currency": options["currency"],
        "kinds": [kind for kind, _who in customers],
        "whos": [who for _kind, who in customers],
        "customers": list(customers.values()),
        **_words(),
    }


def _words() -> dict[str, str]:
    """The sentences that end up in rows, in the language of whoever imports."""
    return {
        "differs": _("This order is already known, with another total."),
        "ambiguous": _("Several customers share this address or number."),
        "one": ngettext("%d item", "%d items", 1).replace("%d", "%s"),
        "many": ngettext("%d item", "%d items", 2).replace("%d", "%s"),
        "listing": _("%(count)s: %(names)s") % {"count": "%1$s", "names": "%2$s"},
    }
