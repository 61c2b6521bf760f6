"""Promising to get back to somebody, keeping it, putting it off, handing it on."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from customers.actions.interaction import Entry, log_interaction, withdraw_interaction
from customers.models import Customer
from engagement.kinds import FOLLOW_UP
from engagement.models import FollowUp, RepeatUnit

REPEATED = ("customer", "reason", "owner", "repeat_every", "repeat_unit")


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


def who_does_it(customer: Customer) -> User | None:
    """Where nobody says who does it: whoever looks after the customer, else an owner."""
    keeper = customer.looked_after_by
    return keeper if keeper and keeper.is_active else User.objects.owners().order_by("pk").first()


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


@transaction.atomic
def complete_follow_up(follow_up: FollowUp, *, by: User | None, note: str = "") -> FollowUp:
    """It is done: one line on the timeline, and the next promise where it repeats. Twice is once."""
    follow_up = _locked(follow_up)
    if follow_up.is_open:
        follow_up.completed_at, follow_up.completed_by = timezone.now(), by
        _save(follow_up, "completed_at", "completed_by")
        text = f"{follow_up.reason}\n{note}".strip()
        entry = Entry(kind=FOLLOW_UP.key, at=follow_up.completed_at, text=text, about=audit.label(follow_up))
        log_interaction(follow_up.customer, entry, by=by)
        audit.record("follow_up.completed", follow_up, by=by)
        _promise_again(follow_up, by=by)
    return follow_up


@transaction.atomic
def reopen_follow_up(follow_up: FollowUp, *, by: User | None) -> FollowUp:
    """It was not done, or is needed after all: its line and the next promise go. Twice is once."""
    follow_up = _locked(follow_up)
    if not follow_up.is_open:
        follow_up.completed_at = follow_up.completed_by = None
        follow_up.dropped_at = follow_up.dropped_by = None
        _save(follow_up, "completed_at", "completed_by", "dropped_at", "dropped_by")
        withdraw_interaction(follow_up.customer, kind=FOLLOW_UP.key, about=audit.label(follow_up), by=by)
        FollowUp.objects.open().filter(follows=follow_up).delete()
        audit.record("follow_up.reopened", follow_up, by=by)
    return follow_up


@transaction.atomic
def snooze_follow_up(follow_up: FollowUp, *, until: date, by: User | None) -> FollowUp:
    """Later: it stands on Today again from that day on."""
    follow_up = _locked(follow_up)
    if follow_up.is_open and follow_up.due_on != until:
        follow_up.due_on, follow_up.due_time = until, None
        _save(follow_up, "due_on", "due_time")
        audit.record("follow_up.snoozed", follow_up, by=by)
    return follow_up


@transaction.atomic
def drop_follow_up(follow_up: FollowUp, *, by: User | None) -> FollowUp:
    """It is no longer needed. Twice is once."""
    follow_up = _locked(follow_up)
    if follow_up.is_open:
        follow_up.dropped_at, follow_up.dropped_by = timezone.now(), by
        _save(follow_up, "dropped_at", "dropped_by")
        audit.record("follow_up.dropped", follow_up, by=by)
    return follow_up


@transaction.atomic
def reassign_follow_ups(numbers: Collection[int], *, to: User, by: User | None) -> int:
    """Somebody else does these from now on; how many changed hands."""
    moved = FollowUp.objects.open().filter(pk__in=numbers).exclude(owner=to)
    count = moved.update(owner=to, version=F("version") + 1)
    if count:
        audit.record("follow_up.reassigned", to, by=by, counts={"follow_ups": count})
    return count


def _locked(follow_up: FollowUp) -> FollowUp:
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("customer", "owner")
    return rows.get(pk=follow_up.pk)


def _save(follow_up: FollowUp, *names: str) -> None:
    follow_up.version += 1
    follow_up.save(update_fields=[*names, "version"])


def _promise_again(done: FollowUp, *, by: User | None) -> None:
    """The next one is counted from the last real contact, which is now at the latest."""
    if not done.repeat_every or done.completed_at is None:
        return
    due_on = after(timezone.localdate(done.completed_at), done.repeat_every, done.repeat_unit)
    values = {name: getattr(done, name) for name in REPEATED}
    FollowUp.objects.get_or_create(
        follows=done, defaults={**values, "due_on": due_on, "promised_on": due_on, "created_by": by}
    )


def after(day: date, every: int, unit: str) -> date:
    """So many days, weeks or months later; the last of a month where it has no such day."""
    if unit == RepeatUnit.MONTH:
        months = day.year * 12 + day.month - 1 + every
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return day + timedelta(days=every * (7 if unit == RepeatUnit.WEEK else 1))
