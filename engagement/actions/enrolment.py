"""Entering an automation, and going through it step by step. The clock calls; twice is once."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from django.db import transaction

from crm.shop.models import ShopSettings
from engagement.exits import way_out
from engagement.models import Automation, Enrolment, EnrolmentState
from engagement.recipes import RECIPES
from engagement.steps import STEPS, StepCannotBeDone
from engagement.triggers import TRIGGERS, Cause, Look

# Looks overlap: whoever commits slowly is seen by the next one.
OVERLAP = timedelta(minutes=15)
AT_A_TIME = 500
MOST_ATTEMPTS = 5
AN_HOUR = timedelta(hours=1)


def look_of(automation: Automation, shop: ShopSettings, now: datetime) -> Look:
    """What the clock looks at: after it was switched on, within the age limit, not yet looked at."""
    oldest = now - timedelta(days=automation.age_limit_days)
    return Look(
        since=max(automation.switched_on_at or now, oldest),
        until=now,
        zone=ZoneInfo(shop.time_zone),
        seen_after=automation.looked_until - OVERLAP if automation.looked_until else None,
        settings=automation.settings,
    )


@transaction.atomic
def look_for_causes(automation_id: int, *, now: datetime) -> int:
    """Enrol everybody who has a new cause; how many they were."""
    locked = Automation.objects.select_for_update(skip_locked=True)
    automation = locked.filter(pk=automation_id, is_on=True).first()
    shop = ShopSettings.current()
    if automation is None or shop is None:
        return 0
    trigger = TRIGGERS[RECIPES[automation.recipe].trigger]
    look = replace(look_of(automation, shop, now), automation=automation.pk)
    count = enrol(automation, trigger(look), now=now)
    automation.looked_until = now
    automation.save(update_fields=["looked_until"])
    return count


def enrol(automation: Automation, causes: Iterable[Cause], *, now: datetime) -> int:
    """Write them down; whoever is there for the same cause already stays as they are."""
    count, seen = 0, iter(causes)
    while some := list(islice(seen, AT_A_TIME)):
        rows = [_row(automation, cause, now) for cause in _unknown(automation, some)]
        count += len(Enrolment.objects.bulk_create(rows, ignore_conflicts=True))
    return count


def _unknown(automation: Automation, causes: list[Cause]) -> list[Cause]:
    """Without those who are there already: some causes are seen at every look for a week."""
    people = {cause.customer_id for cause in causes}
    there = Enrolment.objects.filter(automation=automation, customer__in=people)
    known = set(there.values_list("customer", "cause"))
    return [cause for cause in causes if (cause.customer_id, cause.key) not in known]


def _row(automation: Automation, cause: Cause, now: datetime) -> Enrolment:
    is_out = is_held_out(automation.pk, cause.customer_id, automation.hold_out_percent)
    return Enrolment(
        automation=automation,
        customer_id=cause.customer_id,
        cause=cause.key,
        caused_at=cause.at,
        steps=automation.steps,
        next_at=cause.at,
        state=EnrolmentState.HELD_OUT if is_out else EnrolmentState.WAITING,
        ended_at=now if is_out else None,
    )


def is_held_out(what: int | str, customer_id: int, percent: int) -> bool:
    """The same customer is always on the same side: a coin thrown by their number."""
    digest = hashlib.sha256(f"{what}:{customer_id}".encode()).digest()
    return int.from_bytes(digest[:6], "big") % 100 < percent


@transaction.atomic
def advance_enrolment(enrolment_id: int, *, now: datetime) -> Enrolment | None:
    """Do what is due for one enrolment; None when it is not due, or somebody else is at it."""
    due = Enrolment.objects.due(now).filter(pk=enrolment_id)
    rows = due.select_related("automation", "customer", "customer__looked_after_by")
    enrolment = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if enrolment is None:
        return None
    while enrolment.state == EnrolmentState.WAITING and enrolment.next_at <= now:
        _go_on(enrolment, now)
    enrolment.save(update_fields=["position", "next_at", "state", "outcome", "ended_at", "attempts"])
    return enrolment


def _go_on(enrolment: Enrolment, now: datetime) -> None:
    if outcome := why_over(enrolment, now):
        return _end(enrolment, EnrolmentState.EXITED, now, outcome)
    if enrolment.position >= len(enrolment.steps):
        return _end(enrolment, EnrolmentState.FINISHED, now)
    step = enrolment.steps[enrolment.position]
    # A newer release may run beside this one: a kind that is not known here is put off, not given up.
    kind = STEPS[step["kind"]]
    try:
        pause = kind.do(enrolment, step, now)
    except (StepCannotBeDone, KeyError):
        return _end(enrolment, EnrolmentState.EXITED, now, "broken")
    enrolment.position += 1
    enrolment.attempts = 0
    # Counted from when it was due: a clock that stood still for a day makes no later step later.
    enrolment.next_at += pause


def why_over(enrolment: Enrolment, now: datetime) -> str:
    """The key of why it ends early, asked before every step; empty while it goes on."""
    automation = enrolment.automation
    if not automation.is_on:
        return "switched_off"
    if enrolment.position == 0 and _had_it_lately(enrolment):
        return "capped"
    return way_out(enrolment, RECIPES[automation.recipe].stops_when, now)


def _had_it_lately(enrolment: Enrolment) -> bool:
    """The same automation took the same customer in a short while before, for another cause."""
    if enrolment.automation.cap_days is None:
        return False
    since = enrolment.caused_at - timedelta(days=enrolment.automation.cap_days)
    others = Enrolment.objects.filter(automation=enrolment.automation, customer=enrolment.customer)
    counted = others.exclude(pk=enrolment.pk).exclude(state=EnrolmentState.EXITED)
    earlier = counted.filter(caused_at__gt=since, caused_at__lte=enrolment.caused_at)
    return earlier.exclude(caused_at=enrolment.caused_at, pk__gt=enrolment.pk).exists()


def _end(enrolment: Enrolment, state: EnrolmentState, now: datetime, outcome: str = "") -> None:
    enrolment.state, enrolment.outcome, enrolment.ended_at = state, outcome, now


@transaction.atomic
def put_off_broken(enrolment_id: int, *, now: datetime) -> None:
    """A step failed: later again, each time later; after five times it ends and says so."""
    enrolment = Enrolment.objects.select_for_update().filter(pk=enrolment_id).first()
    if enrolment is None or enrolment.state != EnrolmentState.WAITING:
        return
    enrolment.attempts += 1
    if enrolment.attempts >= MOST_ATTEMPTS:
        _end(enrolment, EnrolmentState.EXITED, now, "broken")
    else:
        enrolment.next_at = now + enrolment.attempts**2 * AN_HOUR
    enrolment.save(update_fields=["attempts", "next_at", "state", "outcome", "ended_at"])
