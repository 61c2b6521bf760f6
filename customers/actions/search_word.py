"""Keeping the words by which customers are found: only what differs is written."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db import connection, transaction

from customers.models import Customer
from customers.words import Known, Word, words_of

PIECE = 5_000

# The kept words come as "kind word": a kind has no blank in it.
KNOWN = """
    SELECT id, ARRAY[given_name, family_name, preferred_name, company],
        ARRAY(SELECT number FROM customers_phone WHERE customer_id = customer.id),
        ARRAY(SELECT address FROM customers_email WHERE customer_id = customer.id),
        coalesce(card_code, ''),
        ARRAY(SELECT value FROM customers_externalid WHERE customer_id = customer.id),
        ARRAY(SELECT kind || ' ' || word FROM customers_searchword WHERE customer_id = customer.id)
    FROM customers_customer AS customer WHERE id = ANY(%(customers)s)
"""
FORGET = """
    DELETE FROM customers_searchword AS kept
    USING unnest(%(customers)s::bigint[], %(kinds)s::text[], %(words)s::text[])
        AS old (customer_id, kind, word)
    WHERE kept.customer_id = old.customer_id AND kept.word = old.word AND kept.kind = old.kind
"""
KEEP = """
    INSERT INTO customers_searchword (customer_id, kind, word)
    SELECT * FROM unnest(%(customers)s::bigint[], %(kinds)s::text[], %(words)s::text[])
    ON CONFLICT DO NOTHING
"""


class Kept(NamedTuple):
    """One customer as they are, and the words kept so far."""

    customer_id: int
    names: list[str]
    phones: list[str]
    emails: list[str]
    card_code: str
    numbers: list[str]
    words: list[str]

    def wanted(self) -> set[Word]:
        """The words they should be found by."""
        return words_of(Known(self.names, self.phones, self.emails, self.card_code, self.numbers))

    def present(self) -> set[Word]:
        """The words they are found by."""
        return {(kind, word) for kind, _blank, word in (kept.partition(" ") for kept in self.words)}


def write_search_words(customer_ids: Iterable[int] | None) -> None:
    """Bring the words of these customers up to date; None means everybody, piece by piece.

    The caller has made or locked these customers; everybody is locked here.
    """
    if customer_ids is not None:
        _write(list(customer_ids))
        return
    for piece in _pieces_of_everybody():
        with transaction.atomic():
            list(
                Customer.objects.select_for_update(no_key=True)
                .filter(pk__in=piece)
                .order_by("pk")
                .values("pk")
            )
            _write(piece)


def _pieces_of_everybody() -> Iterator[list[int]]:
    last = 0
    while piece := list(
        Customer.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:PIECE]
    ):
        yield piece
        last = piece[-1]


def _write(customer_ids: list[int]) -> None:
    old: list[tuple[int, str, str]] = []
    new: list[tuple[int, str, str]] = []
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, {"customers": customer_ids})
        for kept in (Kept(*row) for row in cursor.fetchall()):
            wanted, present = kept.wanted(), kept.present()
            old += ((kept.customer_id, *word) for word in present - wanted)
            new += ((kept.customer_id, *word) for word in wanted - present)
        for statement, rows in ((FORGET, old), (KEEP, new)):
            if rows:
                cursor.execute(statement, _columns(rows))


def _columns(rows: list[tuple[int, str, str]]) -> dict[str, Any]:
    """Rows as three lists. In the order of the words: neighbours in the index are written together."""
    customers, kinds, words = zip(*sorted(rows, key=lambda row: row[2]), strict=True)
    return {"customers": list(customers), "kinds": list(kinds), "words": list(words)}
