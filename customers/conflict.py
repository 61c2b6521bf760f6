"""What a colleague changed while somebody else was typing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from crm.shop.actions.audit import label
from customers.models import Revision
from customers.stale import SomebodyWasFaster


@dataclass(frozen=True)
class Change:
    """One field that somebody else wrote meanwhile."""

    field: str
    now: Any
    by: str
    at: datetime


def changes_since(thing: models.Model, version: int) -> list[Revision]:
    """What was written after this version, oldest first."""
    later = Revision.objects.filter(about=label(thing), version__gt=version)
    return list(later.select_related("by").order_by("pk"))


def conflict_of(thing: models.Model, faster: SomebodyWasFaster) -> list[Change]:
    """Each field's newest change since the version this person had."""
    newest = {revision.field: revision for revision in changes_since(thing, faster.version)}
    return [
        Change(_words(thing, name), found.after, found.by.name if found.by else "", found.at)
        for name, found in newest.items()
        if not faster.fields or name in faster.fields
    ]


def _words(thing: models.Model, field: str) -> str:
    """The field as people call it."""
    try:
        return str(thing._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
    except (AttributeError, FieldDoesNotExist):
        return field.replace("_", " ")
