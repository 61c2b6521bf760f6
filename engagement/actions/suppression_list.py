"""Bringing in, and taking out, the whole list of addresses that are not written to."""

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from crm.web.spreadsheet import Cell
from engagement.addresses import address_hash, address_hint
from engagement.desk import lay_out, on_the_desk
from engagement.models import Suppression
from engagement.suppression_file import AddressList, Listed, rows_of

CHUNK, SOURCE = 2_000, "file"


@transaction.atomic
def bring_list(found: AddressList, *, by: User) -> int:
    """Put all of them on the list; how many are new. What stands already stays as it is."""
    before = Suppression.objects.count()
    with on_the_desk(lay_out()):
        rows = [_row(listed, by) for listed in found.lines]
    Suppression.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
    new = Suppression.objects.count() - before
    audit.record("suppression.imported", by=by, counts={"addresses": new})
    return new


def take_list_out(*, by: User) -> Iterator[list[Cell]]:
    """All that stands, as rows of a file; that it was taken out is written down."""
    standing = Suppression.objects.standing(timezone.now()).order_by("pk")
    audit.record("suppression.exported", by=by, counts={"addresses": standing.count()})
    return rows_of(standing.iterator(chunk_size=CHUNK))


def _row(listed: Listed, by: User) -> Suppression:
    return Suppression(
        address_hash=listed.hashed or address_hash(listed.address),
        address_hint=address_hint(listed.address) if listed.address else "",
        scope=listed.scope,
        reason=listed.reason,
        source=SOURCE,
        at=timezone.now(),
        by=by,
    )
