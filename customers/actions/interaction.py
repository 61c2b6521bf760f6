"""Writing on the timeline. Every floor logs through here, so that there is one timeline."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import Location, User
from crm.web.insert import insert, insert_once
from customers.actions.figures import refresh_figures, see_customer
from customers.actions.revision import json_value, write_revisions
from customers.models import Customer, Interaction
from customers.stale import refuse_stale


@dataclass(frozen=True)
class Entry:
    """What happened: one line of the timeline, before it is written.

    `about` names what it is about ("customers.purchase:17"); with it, logging twice equals once.
    """

    kind: str
    at: datetime
    text: str = ""
    direction: str = ""
    channel: str = ""
    mood: str = ""
    outcome: str = ""
    minutes: int | None = None
    location: Location | None = None
    about: str = ""

    def values(self) -> dict[str, Any]:
        """Field names and values as the model has them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


EDITABLE = ("kind", "at", "text", "direction", "channel", "mood", "outcome", "minutes", "location")


def log_interaction(
    customer: Customer, entry: Entry, *, by: User | None, number: int | None = None
) -> Interaction:
    """Write one line; with `about` set, a second call gives the first line back.

    `number` was taken beforehand for a line that cannot stand there yet, since what it is about is new: it is
    written together with that, in one statement or in the caller's transaction.
    """
    line = Interaction(pk=number, customer=customer, staff=by, **entry.values())
    if number is not None:
        return _log_new(line, by=by)
    with transaction.atomic(savepoint=False):
        return _log_once(line, entry, by=by) if entry.about else _log_new(line, by=by)


def line_of_ours(customer: Customer, entry: Entry, *, by: User | None) -> Interaction:
    """A line of what the shop did alone, to be written beside it: nothing kept with the customer changes.

    For what the clock does by the thousand: whoever writes it tells the history once of all. Twice is once.
    """
    return Interaction(customer=customer, staff=by, **entry.values())


def _log_new(line: Interaction, *, by: User | None) -> Interaction:
    insert(line)
    return _tell_of(line, by=by)


def _log_once(line: Interaction, entry: Entry, *, by: User | None) -> Interaction:
    """The line of this key: made, or brought back when it had been withdrawn."""
    if insert_once(line):
        return _tell_of(line, by=by)
    line = Interaction.objects.get(customer=line.customer_id, kind=entry.kind, about=entry.about)
    if line.withdrawn_at is None:
        return line
    _change(line, {**entry.values(), "withdrawn_at": None, "withdrawn_by": None}, by=by)
    return _tell_of(line, by=by)


def _tell_of(line: Interaction, *, by: User | None) -> Interaction:
    """What else changes by it."""
    see_customer(line)
    audit.record("interaction.logged", line, by=by)
    return line


@transaction.atomic
def edit_interaction(line: Interaction, entry: Entry, *, version: int, by: User | None) -> Interaction:
    """Correct a line that staff wrote; what it said before stays readable.

    Raises SomebodyWasFaster when `version` is not the stored one.
    """
    line = Interaction.objects.select_for_update().get(pk=line.pk)
    refuse_stale(line, version)
    values = {name: getattr(entry, name) for name in EDITABLE}
    if _change(line, values, by=by):
        refresh_figures([line.customer_id])
    return line


def correct_interaction(customer: Customer, entry: Entry, *, by: User | None) -> Interaction | None:
    """Bring the line of (kind, about) in step with what it is about; None when there is none."""
    with transaction.atomic():
        line = _line_of(customer, entry.kind, entry.about)
        if line is not None and _change(line, entry.values(), by=by):
            refresh_figures([customer.pk])
    return line


def withdraw_interaction(customer: Customer, *, kind: str, about: str, by: User | None) -> None:
    """Take back the line of (kind, about), because what it is about is gone. Twice is once."""
    with transaction.atomic():
        if line := _line_of(customer, kind, about):
            withdraw_line(line, by=by)


@transaction.atomic
def withdraw_line(line: Interaction, *, by: User | None) -> Interaction:
    """Take back one line; `restore_line` brings it back."""
    line = Interaction.objects.select_for_update().get(pk=line.pk)
    if line.withdrawn_at is None:
        line.withdrawn_at, line.withdrawn_by = timezone.now(), by
        line.save(update_fields=["withdrawn_at", "withdrawn_by"])
        refresh_figures([line.customer_id])
        audit.record("interaction.withdrawn", line, by=by)
    return line


@transaction.atomic
def restore_line(line: Interaction, *, by: User | None) -> Interaction:
    """Put a withdrawn line back where it was."""
    line = Interaction.objects.select_for_update().get(pk=line.pk)
    if line.withdrawn_at is not None:
        line.withdrawn_at = line.withdrawn_by = None
        line.save(update_fields=["withdrawn_at", "withdrawn_by"])
        refresh_figures([line.customer_id])
        audit.record("interaction.restored", line, by=by)
    return line


@transaction.atomic
def pin_interaction(line: Interaction, *, pinned: bool, by: User) -> Interaction:
    """Keep a line on top of the timeline, or let it go."""
    line = Interaction.objects.select_for_update().get(pk=line.pk)
    if (line.pinned_at is not None) != pinned:
        line.pinned_at, line.pinned_by = (timezone.now(), by) if pinned else (None, None)
        line.save(update_fields=["pinned_at", "pinned_by"])
        audit.record("interaction.pinned" if pinned else "interaction.unpinned", line, by=by)
    return line


def _line_of(customer: Customer, kind: str, about: str) -> Interaction | None:
    keyed = Interaction.objects.select_for_update(of=("self",))
    return keyed.filter(customer=customer, kind=kind, about=about).exclude(about="").first()


def _change(line: Interaction, values: dict[str, Any], *, by: User | None) -> list[str]:
    """Set the values that differ, with their history; returns the names that changed."""
    before = {name: getattr(line, name) for name in values}
    changed = [name for name, value in values.items() if before[name] != value]
    if not changed:
        return []
    for name in changed:
        setattr(line, name, values[name])
    line.version += 1
    line.edited_at = timezone.now()
    line.save(update_fields=[*changed, "version", "edited_at"])
    moves = {name: (json_value(before[name]), json_value(values[name])) for name in changed}
    write_revisions(line.customer, line, moves, version=line.version, by=by)
    audit.record("interaction.corrected", line, by=by, fields=changed)
    return changed
