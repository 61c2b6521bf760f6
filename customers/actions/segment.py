"""Saving the present list under a name, and changing or forgetting it."""

from django.db import IntegrityError, transaction

from crm.shop.actions import audit
from crm.shop.models import User
from customers.models import Segment


class NameIsTaken(Exception):
    """The same person has another list of this name."""


class SegmentWasChanged(Exception):
    """A colleague was faster: what the list asks is no longer what was seen."""


@transaction.atomic
def save_segment(name: str, *, query: str, is_shared: bool, by: User) -> Segment:
    """Keep a list under a name; the same list under the same name once more changes nothing.

    Raises NameIsTaken.
    """
    kept = {"query": query, "is_shared": is_shared}
    # Both halves of a double click may arrive at the same moment.
    segment, is_new = Segment.objects.get_or_create(owner=by, name=name, defaults=kept)
    if is_new:
        audit.record("segment.saved", segment, by=by)
    elif (segment.query, segment.is_shared) != (query, is_shared):
        raise NameIsTaken(name)
    return segment


@transaction.atomic
def edit_segment(segment: Segment, *, name: str, is_shared: bool, by: User) -> Segment:
    """Give a list another name, or show it to everybody or only to its owner.

    Raises NameIsTaken.
    """
    segment = Segment.objects.select_for_update().get(pk=segment.pk)
    wanted = {"name": name, "is_shared": is_shared}
    changed = [field for field, value in wanted.items() if getattr(segment, field) != value]
    if not changed:
        return segment
    segment.name, segment.is_shared = name, is_shared
    try:
        with transaction.atomic():
            segment.save(update_fields=changed)
    except IntegrityError:
        raise NameIsTaken(name) from None
    audit.record("segment.edited", segment, by=by, fields=changed)
    return segment


@transaction.atomic
def requery_segment(segment: Segment, *, query: str, seen: str, by: User) -> Segment:
    """Let a list ask something else from now on. Raises SegmentWasChanged."""
    segment = Segment.objects.select_for_update().get(pk=segment.pk)
    if segment.query == query:
        return segment
    if segment.query != seen:
        raise SegmentWasChanged
    segment.query = query
    segment.save(update_fields=["query"])
    audit.record("segment.edited", segment, by=by, fields=["query"])
    return segment


@transaction.atomic
def delete_segment(segment: Segment, *, by: User) -> None:
    """Forget a saved list; nobody in it is touched."""
    deleted, _each = Segment.objects.filter(pk=segment.pk).delete()
    if deleted:
        audit.record("segment.deleted", segment, by=by)
