"""Promises of the demo shop: some late, some for today, some to come, and a few that were kept."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from crm.demo.cast import Person
from crm.demo.choosing import Choice
from crm.demo.reading import rows as read
from crm.demo.shop import Frame
from crm.demo.writing import Rows
from crm.shop.actions import audit
from customers.models import Interaction
from engagement.kinds import FOLLOW_UP
from engagement.models import FollowUp

KEPT = "done "


def write_follow_ups(people: Sequence[Person], rows: Rows, frame: Frame) -> None:
    """The promises, and the lines of those that were kept."""
    choice = Choice(people, "follow-ups")
    promises = FollowUp.objects.bulk_create(
        _promise(row, rows[id(choice.one(row[3]))], frame) for row in read("follow_ups")
    )
    told = [row[5] for row in read("follow_ups")]
    Interaction.objects.bulk_create(
        _line(promise, text) for promise, text in zip(promises, told, strict=True) if not promise.is_open
    )


def _promise(row: tuple[str, ...], customer: Any, frame: Frame) -> FollowUp:
    when, first, who, _needs, again, text = row
    days, owner = frame.days, frame.staff[who]
    every, _space, unit = again.partition(" ")
    promised_on = days.today + timedelta(days=int(first))
    promise = FollowUp(
        customer=customer,
        reason=text.partition(" => ")[0],
        promised_on=promised_on,
        due_on=promised_on,
        owner=owner,
        repeat_every=int(every) if every else None,
        repeat_unit=unit,
        created_by=owner,
    )
    if when.startswith(KEPT):
        promise.completed_at = days.later(days.now, int(when.removeprefix(KEPT)), 0.4)
        promise.completed_by = owner
    else:
        promise.due_on = days.today + timedelta(days=int(when))
    return promise


def _line(promise: FollowUp, text: str) -> Interaction:
    return Interaction(
        customer=promise.customer,
        kind=FOLLOW_UP.key,
        at=promise.completed_at or promise.created_at,
        text=text.replace(" => ", "\n"),
        about=audit.label(promise),
        staff=promise.owner,
    )
