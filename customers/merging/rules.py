"""What becomes of the rows of each relation: a socket that every floor fills, and the rules most need.

A relation in which two rows of one customer can never be in each other's way needs no rule: its rows move.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import QuerySet

from crm.shop.models import User
from customers.merging.book import Book
from customers.relations import Relation, relations_to_customer, tables_with

# What says nothing, so that the other one's word takes its place.
BLANK: tuple[object, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Two:
    """Whose record stays, and whose goes; `comes_first` names lists in which the other one's rows lead."""

    kept: int
    gone: int
    at: datetime
    by: User | None = None
    comes_first: frozenset[str] = frozenset()
    book: Book = field(default_factory=Book)

    @property
    def both(self) -> list[int]:
        return [self.kept, self.gone]


Rule = Callable[[Relation, Two], None]
Also = Callable[[Two], None]
Recount = Callable[[list[int]], None]
Apart = Callable[[int, int, datetime], None]  # who was kept, who is back, since when they were one
_RULES: dict[str, Rule] = {}
_ALWAYS: set[str] = set()
_ALSO: list[Also] = []
_APART: list[Apart] = []
_RECOUNTS: list[Recount] = []


def merges(*labels: str, always: bool = False) -> Callable[[Rule], Rule]:
    """Say what becomes of the rows of these relations ("engagement.cadence.customer").

    `always`: also where the one who goes has none.
    """
    _ALWAYS.update(labels if always else ())

    def register(rule: Rule) -> Rule:
        for label in labels:
            if _RULES.setdefault(label, rule) is not rule:
                raise ValueError(f"The relation {label} has a rule already.")
        return rule

    return register


def has_rule(relation: Relation) -> bool:
    return relation.label in _RULES


def move_rows(two: Two) -> None:
    """Table by table, by the rule of each; most have nothing of the one who goes, and are not looked into."""
    with_rows = tables_with(two.gone)
    for relation in relations_to_customer():
        if relation.label in with_rows or relation.label in _ALWAYS:
            _RULES.get(relation.label, move_all)(relation, two)


def also_merges(rule: Also) -> Also:
    """Something that stands in no column of its own is put together too, when all rows have moved."""
    if rule not in _ALSO:
        _ALSO.append(rule)
    return rule


def merge_the_rest(two: Two) -> None:
    for rule in _ALSO:
        rule(two)


def takes_apart(rule: Apart) -> Apart:
    """Something that was said while two were one holds for both: nobody knows which of them said it."""
    if rule not in _APART:
        _APART.append(rule)
    return rule


def settle_apart(kept: int, gone: int, since: datetime) -> None:
    for rule in _APART:
        rule(kept, gone, since)


def counts_again(recount: Recount) -> Recount:
    """Sums that are kept of these customers' rows: counted anew after a merge, and after its undo."""
    if recount not in _RECOUNTS:
        _RECOUNTS.append(recount)
    return recount


def count_both_again(customers: list[int]) -> None:
    for recount in _RECOUNTS:
        recount(customers)


def move_all(relation: Relation, two: Two) -> None:
    """Everything belongs to the one who stays."""
    two.book.move(relation.rows_of(two.gone), relation.field.attname, to=two.kept)


def leave(_relation: Relation, _two: Two) -> None:
    """The clock puts this right by itself."""


def drop_all(relation: Relation, two: Two) -> None:
    """It is derived, or worth nothing without its customer."""
    two.book.drop(relation.rows_of(two.gone))


def one_of_each(*key: str, fills: bool = True) -> Rule:
    """Of two rows with the same key one is enough: what it does not say it takes from the other."""

    def rule(relation: Relation, two: Two) -> None:
        for twin, gone in twins(relation, two, *key):
            if fills:
                fill(two.book, twin, gone, but=(relation.field.attname, *key))
            two.book.drop(only(gone))
        move_all(relation, two)

    return rule


def twins(relation: Relation, two: Two, *key: str) -> list[tuple[Any, Any]]:
    """[(row of the one who stays, row of the one who goes)] that say the same thing."""
    known: dict[tuple[Any, ...], Any] = {}
    for row in relation.rows_of(two.kept).order_by("pk"):
        known.setdefault(_key(row, key), row)
    theirs = relation.rows_of(two.gone).order_by("pk")
    return [(known[_key(row, key)], row) for row in theirs if _key(row, key) in known]


def fill(book: Book, twin: models.Model, gone: models.Model, *, but: tuple[str, ...]) -> None:
    """Whatever one row leaves open is taken from the other."""
    columns = [each.attname for each in twin._meta.concrete_fields if not each.primary_key]
    said = {
        name: getattr(gone, name)
        for name in columns
        if name not in but and getattr(twin, name) in BLANK and getattr(gone, name) not in BLANK
    }
    book.change(twin, **said)


def only(row: models.Model) -> QuerySet[Any]:
    """This row, as a question that can be written down."""
    return type(row)._base_manager.filter(pk=row.pk)


def _key(row: models.Model, key: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in key)
