"""Promising to get back to somebody, keeping it, putting it off, handing it on."""

from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any

from django.db import transaction

from crm.shop.actions import audit
from crm.shop.models import User
from customers.models import Customer
from engagement.models import FollowUp


@dataclass(frozen=True)
class Promise:
    """What is promised: for what, by when, and who does it; `cause` makes twice equal once."""

    reason: str
    due_on: date
    owner: User
    due_time: time | None = None
    repeat_every: int | None = None
    repeat_unit: str = ""
    cause: str = ""


@transaction.atomic
def make_follow_up(customer: Customer, promise: Promise, *, by: User | None) -> FollowUp:
    """Promise it; the same cause again gives the first promise back."""
    values: dict[str, Any] = {field.name: getattr(promise, field.name) for field in fields(promise)}
    values |= {"customer": customer, "promised_on": promise.due_on, "created_by": by}
    if not promise.cause:
        follow_up, is_new = FollowUp.objects.create(**values), True
    else:
        follow_up, is_new = FollowUp.objects.get_or_create(cause=promise.cause, defaults=values)
    if is_new:
        audit.record("follow_up.made", follow_up, by=by)
    return follow_up
