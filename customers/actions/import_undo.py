"""Taking an import back: foretold, asked for, and done piece by piece from wherever it stopped."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from customers.actions.data_import import ImportMovedOn, move
from customers.actions.figures import refresh_figures
from customers.actions.import_undo_people import judge, next_lines, take_back_people
from customers.actions.import_undo_purchases import (
    brought_by,
    end_of_piece,
    take_back_purchases,
    touched,
)
from customers.actions.rhythm import refresh_usual_gap
from customers.models import Customer, DataImport, ImportState, Outcome, Purchase, Tag
from customers.traces import traces_of

POSSIBLE_FOR = timedelta(days=30)
PIECE = 1_000
# Somebody waits for what is foretold: of a large file its beginning has to do.
MOST_PEOPLE, MOST_PURCHASES = 3_000, 10_000
Progress = Callable[[int, int], None]
PURCHASES, PEOPLE = "purchases", "people"
COUNTED = ("removed", "restored", "kept", "purchases_removed", "purchases_kept")


@dataclass(frozen=True)
class Foretold:
    """How much would go, return and stay, and of whom ({customer: what stays, and why})."""

    counts: dict[str, int]
    kept: dict[int, dict[str, Any]]
    people: int = 0  # how many of the file there are, whether looked at or not
    purchases: int = 0

    @property
    def is_whole(self) -> bool:
        return self.people <= MOST_PEOPLE and self.purchases <= MOST_PURCHASES


class TooLateToUndo(Exception):
    """What it was before is no longer known: the file is too old, or was applied before we kept that."""


def can_be_undone(data_import: DataImport) -> bool:
    """Is it applied, not long ago, and do we still know what was before?"""
    if data_import.state != ImportState.APPLIED or data_import.forgotten_at or not data_import.applied_at:
        return False
    rows = data_import.counts["rows"]
    wrote_nothing = not (rows.get(Outcome.CREATED) or rows.get(Outcome.UPDATED))
    is_known = data_import.people.exists() or data_import.rows.filter(purchase_id__isnull=False).exists()
    return timezone.now() < undo_until(data_import) and (is_known or wrote_nothing)


def undo_until(data_import: DataImport) -> datetime:
    """The moment from which on it stays as it is."""
    return (data_import.applied_at or timezone.now()) + POSSIBLE_FOR


def foretell(data_import: DataImport) -> Foretold:
    """What taking it back would do now, to the first of a large file; nothing is written."""
    counted, owners, purchases = _foretell_purchases(data_import)
    verdict = judge(data_import, next_lines(data_import, 0, MOST_PEOPLE), lock=False)
    kept = verdict.kept
    for customer, stay in owners.items():
        kept.setdefault(customer, {})["purchases"] = stay
    counts = dict.fromkeys(COUNTED, 0) | counted | verdict.counts | {"kept": len(kept)}
    return Foretold(counts, kept, data_import.people.count(), purchases)


def _foretell_purchases(data_import: DataImport) -> tuple[Counter[str], Counter[int], int]:
    """How many purchases would go and stay, whose stay ({customer: how many}), and how many there are."""
    ours = brought_by(data_import)
    looked_at = sorted(ours)[:MOST_PURCHASES]
    standing = set(Purchase.objects.filter(pk__in=looked_at).values_list("pk", flat=True))
    kept = touched(standing, ours)
    owners = Purchase.objects.filter(pk__in=kept, customer__isnull=False)
    counts = Counter(purchases_removed=len(standing - kept), purchases_kept=len(kept))
    return counts, Counter(owners.values_list("customer_id", flat=True)), len(ours)


@transaction.atomic
def start_import_undo(data_import: DataImport, *, by: User | None) -> DataImport:
    """Ask for the import to be taken back. Asking again changes nothing.

    Raises TooLateToUndo and ImportMovedOn.
    """
    locked = DataImport.objects.select_for_update().get(pk=data_import.pk)
    if locked.state in {ImportState.UNDOING, ImportState.UNDONE}:
        return locked
    if locked.state == ImportState.APPLIED and not can_be_undone(locked):
        raise TooLateToUndo
    data_import = move(locked, ImportState.UNDOING)
    data_import.undone_by, data_import.cursor = by, 0
    data_import.counts["undo"] = {"phase": PURCHASES, **dict.fromkeys(COUNTED, 0)}
    data_import.save(update_fields=["undone_by", "cursor", "counts"])
    audit.record("import.undo_started", data_import, by=by)
    return data_import


def undo_import(data_import: DataImport, *, progress: Progress) -> DataImport:
    """Take it back, from where it stopped. Doing it again after the end changes nothing."""
    data_import = DataImport.objects.get(pk=data_import.pk)
    if data_import.state == ImportState.UNDONE:
        return data_import
    total = data_import.row_count + data_import.people.count()
    while (end := _end_of_purchases(data_import)) is not None:
        data_import = _undo_purchases(data_import, end)
        progress(min(data_import.cursor, total), total)
    if data_import.counts["undo"]["phase"] == PURCHASES:
        data_import = _go_on_to_people(data_import)
    while data_import.state == ImportState.UNDOING:
        data_import = _undo_people(data_import)
        progress(total - data_import.people.filter(customer_id__gt=data_import.cursor).count(), total)
    return data_import


def _end_of_purchases(data_import: DataImport) -> int | None:
    return end_of_piece(data_import) if data_import.counts["undo"]["phase"] == PURCHASES else None


def _claimed(data_import: DataImport) -> DataImport:
    locked = DataImport.objects.select_for_update().get(pk=data_import.pk)
    if (locked.state, locked.cursor) != (ImportState.UNDOING, data_import.cursor):
        raise ImportMovedOn(locked.state)
    return locked


def _keep_place(data_import: DataImport, cursor: int, counts: Counter[str]) -> DataImport:
    undo = data_import.counts["undo"]
    for name, count in counts.items():
        undo[name] = undo.get(name, 0) + count
    data_import.cursor = cursor
    data_import.save(update_fields=["cursor", "counts"])
    return data_import


@transaction.atomic
def _undo_purchases(data_import: DataImport, end: int) -> DataImport:
    """What one piece of rows brought, with the cursor: all of it, or nothing."""
    data_import = _claimed(data_import)
    return _keep_place(data_import, end, take_back_purchases(data_import, end))


def _go_on_to_people(data_import: DataImport) -> DataImport:
    """The figures of whoever had bought, a few people at a time; then their names and numbers."""
    bought = data_import.rows.filter(outcome=Outcome.CREATED, purchase_id__isnull=False)
    people = bought.exclude(customer_id=None).values("customer_id")
    refresh_usual_gap()
    refresh_figures(Customer.objects.filter(pk__in=people).values_list("pk", flat=True))
    with transaction.atomic():
        data_import = _claimed(data_import)
        data_import.counts["undo"]["phase"] = PEOPLE
        return _keep_place(data_import, 0, Counter())


@transaction.atomic
def _undo_people(data_import: DataImport) -> DataImport:
    """One piece of people; after the last, it is done."""
    data_import = _claimed(data_import)
    if lines := next_lines(data_import, data_import.cursor, PIECE):
        return _keep_place(data_import, lines[-1].customer_id, take_back_people(data_import, lines))
    _remove_unused_tags(data_import)
    data_import = move(data_import, ImportState.UNDONE)
    data_import.undone_at = timezone.now()
    data_import.save(update_fields=["undone_at"])
    counts = {name: count for name, count in data_import.counts["undo"].items() if name != "phase"}
    audit.record("import.undone", data_import, by=data_import.undone_by, counts=counts)
    return data_import


def _remove_unused_tags(data_import: DataImport) -> None:
    """Tags that came with the file, and that nobody wears or uses."""
    made = Tag.objects.filter(pk__in=data_import.tags_made, customers=None)
    used = traces_of(Tag, [tag.pk for tag in made], harmless={})
    made.exclude(pk__in=list(used)).delete()
