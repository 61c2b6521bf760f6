"""Checklists: written, changed, taken out of use."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from customers.stale import refuse_stale
from feedback.models import Checklist


@dataclass(frozen=True)
class ChecklistWords:
    """What somebody writes on a checklist."""

    name: str
    points: str
    intro: str = ""


@transaction.atomic
def add_checklist(told: ChecklistWords, *, by: User | None) -> Checklist:
    """A new checklist."""
    checklist = Checklist.objects.create(**asdict(told))
    audit.record("checklist.added", checklist, by=by)
    return checklist


@transaction.atomic
def edit_checklist(checklist: Checklist, told: ChecklistWords, *, version: int, by: User | None) -> Checklist:
    """Other words; visits that were planned before keep theirs. Raises SomebodyWasFaster."""
    checklist = Checklist.objects.select_for_update().get(pk=checklist.pk)
    refuse_stale(checklist, version)
    changed = [name for name, value in asdict(told).items() if getattr(checklist, name) != value]
    if changed:
        for name in changed:
            setattr(checklist, name, getattr(told, name))
        checklist.version += 1
        checklist.save(update_fields=[*changed, "version"])
        audit.record("checklist.edited", checklist, by=by, fields=changed)
    return checklist


@transaction.atomic
def retire_checklist(checklist: Checklist, *, by: User | None) -> Checklist:
    """Nobody is sent with it any more. Twice is once."""
    checklist = Checklist.objects.select_for_update().get(pk=checklist.pk)
    if checklist.retired_at is None:
        checklist.retired_at = timezone.now()
        checklist.save(update_fields=["retired_at"])
        audit.record("checklist.retired", checklist, by=by)
    return checklist
