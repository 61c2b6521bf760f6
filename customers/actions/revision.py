"""What a field said before: readable history, and the source of undo."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

from crm.shop.actions import audit
from crm.shop.models import User
from customers.models import Customer, Revision

Moves = Mapping[str, tuple[Any, Any]]  # {field: (before, after)}


def json_value(value: Any) -> Any:
    """The value in a form that JSON keeps: rows by their key, dates and money as text."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def write_revisions(
    customer: Customer, thing: models.Model, moves: Moves, *, version: int | None, by: User | None
) -> None:
    """Keep what each field said before and says now."""
    Revision.objects.bulk_create(
        Revision(
            customer=customer,
            about=audit.label(thing),
            field=field,
            before=before,
            after=after,
            version=version,
            by=by,
        )
        for field, (before, after) in moves.items()
    )
