"""Histories from the buying days that the shop keeps."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.db import connection

from metrics.counting.purchase_histories import OF_EVERYBODY, OF_THESE
from metrics.lifetime.histories import Floats, Histories, Whole

WHOLE_NUMBERS, BROKEN_NUMBERS = ">i8", ">f8"  # as the database sends them
KINDS = (WHOLE_NUMBERS,) * 4 + (BROKEN_NUMBERS, WHOLE_NUMBERS)


@dataclass(frozen=True)
class KeptDays:
    """One row a customer, by number; `later` are the buying days after the cut-off."""

    customers: Whole
    histories: Histories
    later: Floats


def kept_days(cut: date, *, and_later: int = 0, only: list[int] | None = None) -> KeptDays:
    """All who had bought by the day `cut` (or some of them), and how often in so many days after it."""
    asked = {"cut": cut, "until": cut + timedelta(days=and_later), "customers": only}
    with connection.cursor() as cursor:
        cursor.execute(OF_EVERYBODY if only is None else OF_THESE, asked)
        columns = [
            np.frombuffer(column or b"", kind) for column, kind in zip(cursor.fetchone(), KINDS, strict=True)
        ]
    customers, repeats, last, age, spend, later = columns
    return KeptDays(
        customers.astype(np.int64),
        Histories.of(repeats, last, age, spend=spend.astype(float)),
        later.astype(float),
    )
