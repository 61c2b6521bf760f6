"""The same change to many customers: seen first, then done piece by piece, and undone the same way."""

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import ShopSettings, User
from customers.actions import bulk_statements
from customers.models import BulkChange, BulkChangeLine, BulkKind, Customer
from customers.models.customer import CustomerQuerySet
from customers.picking import Picked

PIECE = 1_000
Progress = Callable[[int, int], None]
DOING: Mapping[str, str] = {
    BulkKind.ADD_TAG: bulk_statements.ADD_TAG,
    BulkKind.REMOVE_TAG: bulk_statements.REMOVE_TAG,
    BulkKind.SET_OWNER: bulk_statements.SET_OWNER,
}
UNDOING: Mapping[str, str] = {
    BulkKind.ADD_TAG: bulk_statements.UNDO_ADD_TAG,
    BulkKind.REMOVE_TAG: bulk_statements.UNDO_REMOVE_TAG,
    BulkKind.SET_OWNER: bulk_statements.UNDO_SET_OWNER,
}
VERBS: Mapping[str, str] = {
    BulkKind.ADD_TAG: "customer.many_tagged",
    BulkKind.REMOVE_TAG: "customer.many_untagged",
    BulkKind.SET_OWNER: "customer.many_handed_over",
}


class NumberHasChanged(Exception):
    """Not as many would change as the preview has said."""


def would_change(customers: CustomerQuerySet, kind: str, value: str) -> CustomerQuerySet:
    """Those of these customers on whom the change has an effect."""
    if kind == BulkKind.SET_OWNER:
        return (
            customers.exclude(looked_after_by=int(value))
            if value
            else customers.exclude(looked_after_by=None)
        )
    tagged = Customer.tags.through.objects.filter(tag_id=value).values("customer_id")
    has_it = Q(pk__in=tagged)
    return customers.filter(~has_it if kind == BulkKind.ADD_TAG else has_it)


@transaction.atomic
def ask_for_bulk_change(
    picked: Picked, *, kind: str, value: str, expected: int, by: User, among: CustomerQuerySet
) -> BulkChange:
    """Write down what is to be changed. Raises NumberHasChanged when the preview is no longer true."""
    customers = picked.of(among)
    now = would_change(customers, kind, value).count()
    if now != expected:
        raise NumberHasChanged(now)
    return BulkChange.objects.create(
        kind=kind,
        value=value,
        query=picked.query,
        picked=None if picked.numbers is None else list(picked.numbers),
        matched=customers.count(),
        expected=expected,
        by=by,
    )


def do_bulk_change(change: BulkChange, *, progress: Progress) -> BulkChange:
    """Do it from where it stopped; doing it again after the end changes nothing."""
    with timezone.override(_zone()):
        while not (change := _do_piece(change)).done_at:
            progress(change.found, change.matched)
    return change


def _zone() -> ZoneInfo:
    """ "Within the last 30 days" means the shop's days, also where no page has set its zone."""
    return ZoneInfo(ShopSettings.objects.get().time_zone)


@transaction.atomic
def _do_piece(change: BulkChange) -> BulkChange:
    change = BulkChange.objects.select_for_update().get(pk=change.pk)
    if change.done_at:
        return change
    numbers = None if change.picked is None else tuple(change.picked)
    people = _next_people(Picked(change.query, numbers).of(Customer.objects.all()), change.cursor)
    change.found += len(people)
    change.changed += _run(DOING[change.kind], people, change, by=change.by)
    change.cursor = people[-1] if people else change.cursor
    if len(people) < PIECE:
        change.done_at = timezone.now()
        counts = {"customers": change.changed}
        audit.record(VERBS[change.kind], change, by=change.by, counts=counts)
    change.save()
    return change


def _next_people(customers: CustomerQuerySet, after: int) -> list[int]:
    following = customers.filter(pk__gt=after).order_by("pk")
    return list(following.values_list("pk", flat=True)[:PIECE])


def _run(statement: str, people: list[int], change: BulkChange, *, by: User | None) -> int:
    """Change a piece; how many were changed. Their rows are held first, as whoever edits one holds it."""
    with connection.cursor() as cursor:
        cursor.execute(bulk_statements.HOLD, {"people": people})
        held = [pk for (pk,) in cursor.fetchall()]
        value = int(change.value) if change.value else None
        by_pk = by.pk if by else None
        cursor.execute(statement, {"people": held, "value": value, "change": change.pk, "by": by_pk})
        return int(cursor.rowcount)


@transaction.atomic
def ask_for_undo(change: BulkChange, *, by: User) -> BulkChange:
    """Ask for everybody who was changed to be as before; asking again changes nothing."""
    change = BulkChange.objects.select_for_update().get(pk=change.pk)
    if change.done_at and not change.undo_asked_at:
        change.undo_asked_at, change.cursor, change.found = timezone.now(), 0, 0
        change.by = by
        change.save()
    return change


def undo_bulk_change(change: BulkChange, *, progress: Progress) -> BulkChange:
    """Put back what was changed; whom somebody has changed since then stays as they are now."""
    while not (change := _undo_piece(change)).undone_at:
        progress(change.found, change.changed)
    return change


@transaction.atomic
def _undo_piece(change: BulkChange) -> BulkChange:
    change = BulkChange.objects.select_for_update().get(pk=change.pk)
    if change.undone_at or not change.undo_asked_at:
        return change
    lines = BulkChangeLine.objects.filter(change=change, customer_id__gt=change.cursor)
    people = list(lines.order_by("customer_id").values_list("customer_id", flat=True)[:PIECE])
    change.found += _run(UNDOING[change.kind], people, change, by=change.by)
    change.cursor = people[-1] if people else change.cursor
    if len(people) < PIECE:
        change.undone_at = timezone.now()
        audit.record("customer.many_undone", change, by=change.by, counts={"customers": change.found})
    change.save()
    return change
