"""Keeping everybody's stage, and how they came to it, in step with what really happened."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import timezone

from crm.shop.models import User
from customers.actions.stage_statements import FORGET, FRAME, GATHER, HOLD, REMEMBER, STAND
from customers.cycle import Change, Evidence, Facts, Pin, Rules, history
from customers.cycle_words import Reason
from customers.models import Customer, Stage

BATCH = 5_000
Progress = Callable[[int, int], None]  # customers done, customers in all


@dataclass(frozen=True)
class Frame:
    """What is the same for everybody in one replay."""

    zone: str
    today: date
    rules: Rules
    by: User | None


@dataclass(frozen=True)
class Replayed:
    """What has to be written about one customer."""

    customer: int
    gone: list[date]
    new: list[Change]
    standing: tuple[str, date, date | None]


def replay_stages(
    customer_ids: Iterable[int] | None, *, by: User | None = None, progress: Progress | None = None
) -> int:
    """Bring stages and their history in step with the facts; None means everybody.

    What stays true keeps the moment at which it was noticed. Returns how many customers changed.
    """
    frame = _frame(by)
    if frame is None:
        return 0
    total = 0 if progress is None else Customer.objects.count()
    done = changed = 0
    for batch in _batches(customer_ids):
        changed += _replay(batch, frame)
        done += len(batch)
        if progress is not None:
            progress(done, max(done, total))
    return changed


def gather_facts(customer_id: int) -> tuple[Facts, Rules, date] | None:
    """The facts about one customer as the replay sees them, the rules in force, and today."""
    frame = _frame(None)
    rows = _gather([customer_id], frame) if frame else []
    return (_facts(rows[0]), frame.rules, frame.today) if frame and rows else None


def gather_everybody(customer_ids: Iterable[int]) -> Iterator[tuple[Facts, str]]:
    """The facts about many, each with the stage that is kept."""
    if frame := _frame(None):
        for batch in _batches(customer_ids):
            yield from ((_facts(row), row[7]) for row in _gather(batch, frame))


def _frame(by: User | None) -> Frame | None:
    with connection.cursor() as cursor:
        cursor.execute(FRAME, vars(Rules()))
        row = cursor.fetchone()
    if row is None:
        return None
    zone, *numbers = row
    return Frame(zone, timezone.localdate(timezone=ZoneInfo(zone)), Rules(*numbers), by)


def _batches(customer_ids: Iterable[int] | None) -> Iterator[list[int]]:
    if customer_ids is None:
        yield from _everybody()
        return
    wanted = sorted(set(customer_ids))
    yield from (wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH))


def _everybody() -> Iterator[list[int]]:
    last = 0
    keys = Customer.objects.order_by("pk").values_list("pk", flat=True)
    while batch := list(keys.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1]


def _replay(customers: list[int], frame: Frame) -> int:
    """One batch, whole or not at all; without news nothing is written."""
    with transaction.atomic(savepoint=False):
        with connection.cursor() as cursor:
            cursor.execute(HOLD, {"customers": customers})
        news = [new for row in _gather(customers, frame) if (new := _compare(row, frame))]
        _write(news, frame)
    return len(news)


def _gather(customers: list[int], frame: Frame) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(GATHER, {"customers": customers, "zone": frame.zone})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _facts(row: tuple[Any, ...]) -> Facts:
    _customer, known_on, days, receipts, said, pinned, *_rest = row
    return Facts(
        known_on,
        tuple(days or ()),
        tuple(Evidence(kind, date.fromisoformat(on), about) for kind, on, about in _listed(said)),
        tuple(_pin(*pin) for pin in _listed(pinned)),
        tuple(receipts or ()),
    )


def _listed(rows: str | list[Any] | None) -> list[Any]:
    """Django hands the JSON of a bare cursor over as text."""
    listed: list[Any] = json.loads(rows) if isinstance(rows, str) else rows or []
    return listed


def _pin(stage: str, since: str, until: str | None, number: int) -> Pin:
    ends = date.fromisoformat(until) if until else None
    return Pin(Stage(stage), date.fromisoformat(since), ends, f"customers.stagepin:{number}")


def _compare(row: tuple[Any, ...], frame: Frame) -> Replayed | None:
    """What has to be written about this customer; None when all is as it was."""
    customer, *_gathered, noted, stage, since, ends_on = row
    told = history(_facts(row), date.max, frame.rules)
    past = [change for change in told if change.effective_on <= frame.today] or told[:1]
    ends = next((change.effective_on for change in told if change.effective_on > frame.today), None)
    standing = (past[-1].to_stage, past[-1].effective_on, ends)
    kept = set(noted or ())
    written = {_key(change): change for change in _worth_keeping(past)}
    gone = [date.fromisoformat(key[:10]) for key in kept - written.keys()]
    new = [change for key, change in written.items() if key not in kept]
    if not gone and not new and standing == (stage, since, ends_on):
        return None
    return Replayed(customer, gone, new, standing)


def _worth_keeping(past: list[Change]) -> list[Change]:
    """Somebody who is only known needs no row: `stage_since` says it."""
    return past if len(past) > 1 or past[0].reason != Reason.KNOWN else []


def _key(change: Change) -> str:
    """A change as GATHER spells the stored one."""
    before, after, day, reason, measure, about = change
    number = "" if measure is None else measure
    return f"{day}|{before or ''}|{after}|{reason}|{number}|{about}"


def _write(news: list[Replayed], frame: Frame) -> None:
    gone = [(new.customer, day) for new in news for day in new.gone]
    told = [(new.customer, change) for new in news for change in new.new]
    with connection.cursor() as cursor:
        if gone:
            customers, days = zip(*gone, strict=True)
            cursor.execute(FORGET, {"customers": list(customers), "days": list(days)})
        if told:
            cursor.execute(REMEMBER, _columns(told) | {"now": timezone.now(), "by": frame.by and frame.by.pk})
        if news:
            cursor.execute(STAND, _standings(news))


def _columns(told: list[tuple[int, Change]]) -> dict[str, Any]:
    """As REMEMBER takes them."""
    return {
        "customers": _column(customer for customer, _change in told),
        "days": _column(change.effective_on for _customer, change in told),
        "froms": _column(change.from_stage for _customer, change in told),
        "tos": _column(change.to_stage for _customer, change in told),
        "reasons": _column(change.reason for _customer, change in told),
        "measures": _column(change.measure for _customer, change in told),
        "abouts": _column(change.about for _customer, change in told),
    }


def _standings(news: list[Replayed]) -> dict[str, Any]:
    """As STAND takes them."""
    stages, sinces, ends = zip(*(new.standing for new in news), strict=True)
    return {
        "customers": _column(new.customer for new in news),
        "stages": _column(stages),
        "sinces": _column(sinces),
        "ends": _column(ends),
    }


def _column(values: Iterable[object]) -> str:
    return "\x1f".join("none" if value in (None, "") else str(value) for value in values)
