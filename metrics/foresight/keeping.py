"""Each customer's chance to buy and expected value, kept beside their other numbers."""

import struct

import numpy as np
from django.db import connection

from metrics.counting.foreseen import COPY, DONE, FRESH, SAY_NOTHING, WRITE
from metrics.counting.statement import run
from metrics.foresight.kept_days import KeptDays
from metrics.foresight.version import A_YEAR, parameters_of, spend_of
from metrics.lifetime.histories import Floats
from metrics.lifetime.predict import chance_alive, chance_to_buy, expected_purchases
from metrics.models.purchase_model import BUYS_WITHIN, PurchaseModel

# The database's own format for rows: each value with its length before it.
BEGIN, END = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0), struct.pack(">h", -1)
ROW = np.dtype(
    [("columns", ">i2"), ("long_0", ">i4"), ("column_0", ">i8")]
    + [
        (f"{name}_{place}", kind)
        for place in range(1, 5)
        for name, kind in (("long", ">i4"), ("column", ">f8"))
    ]
)


def keep_foresight(model: PurchaseModel, kept: KeptDays) -> int:
    """How many customers' numbers moved."""
    run(FRESH, {})
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        copy.write(BEGIN + _rows(kept, _foreseen(model, kept)).tobytes() + END)
    moved = run(WRITE, {})
    run(DONE, {})
    return moved


def keep_silence() -> int:
    """Nothing may be said of anybody."""
    return run(SAY_NOTHING, {})


def _foreseen(model: PurchaseModel, kept: KeptDays) -> list[Floats]:
    """Chance to buy, chance to be still a customer, buying days and value of the next 12 months."""
    parameters, spend, nothing = parameters_of(model), spend_of(model), np.full(len(kept.customers), np.nan)
    days = expected_purchases(parameters, kept.histories, A_YEAR)
    return [
        chance_to_buy(parameters, kept.histories, BUYS_WITHIN),
        chance_alive(parameters, kept.histories) if model.shows_alive else nothing,
        days,
        days * spend.expected(kept.histories) if spend else nothing,
    ]


def _rows(kept: KeptDays, columns: list[Floats]) -> "np.ndarray[tuple[int], np.dtype[np.void]]":
    rows = np.zeros(len(kept.customers), ROW)
    rows["columns"] = 1 + len(columns)
    for place, column in enumerate([kept.customers, *columns]):
        rows[f"long_{place}"], rows[f"column_{place}"] = 8, column
    return rows
