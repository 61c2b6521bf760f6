"""Finding who may stand here twice: the candidates by SQL, their likeness name by name."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from customers.actions.duplicate_statements import BY_NUMBER, KEEP, NAMED, PAIRS, TOLD
from customers.cleaning import fold
from customers.likeness import Likeness, Record, likeness
from customers.models import Duplicate

CROWD = 12
LONG_NUMBER = 4
AT_A_TIME = 20_000
# Names less alike than this are not looked at any closer.
ALIKE = 70.0
MOST = 20_000
Candidate = tuple[int, int, list[str]]
Named = tuple[int, int, list[str] | None, str, str]
Found = tuple[int, int, Likeness]
# A large shop is compared in one statement; and once in a while, by the clock.
PATIENCE = "SET LOCAL statement_timeout = '10min'"
MEMORY = "SET LOCAL work_mem = '64MB'"


@transaction.atomic
def find_duplicates() -> int:
    """Compare everybody anew; how many pairs are worth a look. What was judged stays. Twice is once."""
    now = timezone.now()
    with connection.cursor() as cursor:
        for statement in (PATIENCE, MEMORY):
            cursor.execute(statement)
        cursor.execute("DROP TABLE IF EXISTS pair")
        cursor.execute(PAIRS, {"crowd": CROWD, "long": LONG_NUMBER})
        cursor.execute(BY_NUMBER)
    found = sorted(_worth_a_look(), key=lambda pair: -pair[2].strength)[:MOST]
    for start in range(0, len(found), AT_A_TIME):
        _keep(found[start : start + AT_A_TIME], now)
    Duplicate.objects.open().filter(found_at__lt=now).delete()
    return len(found)


def _worth_a_look() -> Iterator[Found]:
    for piece in _candidates():
        records = _records({number for first, second, _shared in piece for number in (first, second)})
        for first, second, shared in piece:
            found = likeness(records[first], records[second], frozenset(shared))
            if found.is_worth_a_look:
                yield first, second, found


def _candidates() -> Iterator[list[Candidate]]:
    """Piece by piece; whoever only stands beside another name has to sound like it."""
    from rapidfuzz.fuzz import token_sort_ratio
    from rapidfuzz.process import cpdist

    first = second = 0
    while rows := _named(first, second):
        ones, others = [row[3] for row in rows], [row[4] for row in rows]
        alike = cpdist(ones, others, scorer=token_sort_ratio, score_cutoff=ALIKE)
        yield [
            (row[0], row[1], row[2] or []) for row, score in zip(rows, alike, strict=True) if row[2] or score
        ]
        first, second = rows[-1][:2]


def _named(first: int, second: int) -> list[Named]:
    with connection.cursor() as cursor:
        cursor.execute(NAMED, {"first": first, "second": second, "most": AT_A_TIME})
        rows: list[Named] = cursor.fetchall()
    return rows


def _records(customers: set[int]) -> dict[int, Record]:
    with connection.cursor() as cursor:
        cursor.execute(TOLD, {"customers": list(customers)})
        return {number: _record(columns) for number, *columns in cursor.fetchall()}


def _record(columns: list[Any]) -> Record:
    given, family, called, postcode, street, *birthday, household = columns
    place = (postcode.replace(" ", "").lower(), fold(street))
    return Record(fold(given), fold(family), fold(called), *place, tuple(birthday), household)


def _keep(found: list[Found], now: Any) -> None:
    columns: dict[str, Any] = {
        "firsts": [first for first, _second, _likeness in found],
        "seconds": [second for _first, second, _likeness in found],
        "strengths": [each.strength for _first, _second, each in found],
        "reasons": [" ".join(each.reasons) for _first, _second, each in found],
    }
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {**columns, "now": now})
