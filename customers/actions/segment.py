"""Saving the present list under a name, and changing or forgetting it."""

from typing import Any

from django.db import IntegrityError, transaction

from crm.shop.actions import audit
from crm.shop.models import User
from customers.models import Segment, SegmentStay
from customers.segments.holders import why_kept


class NameIsTaken(Exception):
    """The same person has another list of this name."""


class SegmentIsNeeded(Exception):
    """Something still names the list; `sentences` say what."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


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
def save_rule(name: str, *, rule: dict[str, Any], is_shared: bool, by: User | None) -> Segment:
    """Keep a rule under a name; the same once more changes nothing. Raises NameIsTaken."""
    kept = {"rule": rule, "is_shared": is_shared}
    segment, is_new = Segment.objects.get_or_create(owner=by, name=name, defaults=kept)
    if is_new:
        segment.query = f"matches={segment.pk}"
        segment.save(update_fields=["query"])
        audit.record("segment.saved", segment, by=by)
    elif (segment.rule, segment.is_shared) != (rule, is_shared):
        raise NameIsTaken(name)
    return segment


@transaction.atomic
def edit_rule(segment: Segment, *, rule: dict[str, Any], version: int, by: User | None) -> Segment:
    """Let a list follow another rule; who comes and goes is counted anew. Raises SegmentWasChanged."""
    segment = Segment.objects.select_for_update().get(pk=segment.pk)
    if segment.rule == rule:
        return segment
    if segment.rule is None or segment.version != version:
        raise SegmentWasChanged
    segment.rule, segment.version = rule, segment.version + 1
    _watch_anew(segment)
    segment.save(update_fields=["rule", "version", "watched_since", "watched_at"])
    audit.record("segment.edited", segment, by=by, fields=["rule"])
    return segment


def _watch_anew(segment: Segment) -> None:
    """Whoever is in it from now on is there because of another question."""
    SegmentStay.objects.filter(segment=segment).delete()
    segment.watched_since = segment.watched_at = None


@transaction.atomic
def edit_segment(segment: Segment, *, name: str, is_shared: bool, by: User | None) -> Segment:
    """Give a list another name, or show it to everybody or only to its owner.

    Raises NameIsTaken.
    """
    segment = Segment.objects.select_for_update().get(pk=segment.pk)
    wanted = {"name": name, "is_shared": is_shared}
    changed = [field for field, value in wanted.items() if getattr(segment, field) != value]
    if not changed:
        return segment
    # To the database two lists of nobody (of a program) are of two people.
    same = Segment.objects.filter(owner=segment.owner, name=name).exclude(pk=segment.pk)
    if "name" in changed and same.exists():
        raise NameIsTaken(name)
    segment.name, segment.is_shared, segment.version = name, is_shared, segment.version + 1
    try:
        with transaction.atomic():
            segment.save(update_fields=[*changed, "version"])
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
    segment.query, segment.version = query, segment.version + 1
    _watch_anew(segment)
    segment.save(update_fields=["query", "version", "watched_since", "watched_at"])
    audit.record("segment.edited", segment, by=by, fields=["query"])
    return segment


@transaction.atomic
def delete_segment(segment: Segment, *, by: User | None) -> None:
    """Forget a saved list; nobody in it is touched. Raises SegmentIsNeeded."""
    if sentences := why_kept(segment):
        raise SegmentIsNeeded(sentences)
    deleted, _each = Segment.objects.filter(pk=segment.pk).delete()
    if deleted:
        audit.record("segment.deleted", segment, by=by)
