"""Pinning a stage: somebody knows better than the rules, and says why."""

from datetime import date

from django.db import transaction

from crm.shop.actions import audit
from crm.shop.actions.till import today_in_the_shop
from crm.shop.models import User
from customers.actions.revision import write_revisions
from customers.actions.stage import replay_stages
from customers.models import Customer, StagePin
from customers.stale import SomebodyWasFaster


@transaction.atomic
def pin_stage(
    customer: Customer, stage: str, *, reason: str, by: User | None, standing: int | None = None
) -> StagePin:
    """From today on they stand here, whatever the rules say; the pin before, if any, ends today.

    `standing` is the pin that this person saw. Raises SomebodyWasFaster when another one holds, unless it
    says just the same: so does the second half of a double click.
    """
    before = _hold_and_find_pin(customer)
    if before is not None and (before.stage, before.reason) == (stage, reason):
        return before
    _refuse_another_pin(before, standing)
    today = today_in_the_shop()
    if before is not None:
        _end(before, today, by)
    pin = StagePin.objects.create(customer=customer, stage=stage, reason=reason, since=today, by=by)
    _remember(customer, before, pin, by)
    audit.record("stage.pinned", customer, by=by, fields=["stage"])
    return pin


@transaction.atomic
def lift_pin(customer: Customer, *, by: User | None, standing: int | None = None) -> None:
    """From today on the rules decide again. Twice is once.

    Raises SomebodyWasFaster when another pin holds than `standing`.
    """
    before = _hold_and_find_pin(customer)
    if before is None:
        return
    _refuse_another_pin(before, standing)
    _end(before, today_in_the_shop(), by)
    _remember(customer, before, None, by)
    audit.record("stage.unpinned", customer, by=by, fields=["stage"])


def _hold_and_find_pin(customer: Customer) -> StagePin | None:
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    return StagePin.objects.filter(customer=customer, until=None).first()


def _refuse_another_pin(pin: StagePin | None, standing: int | None) -> None:
    if (pin.pk if pin else None) != standing:
        raise SomebodyWasFaster(0)


def _end(pin: StagePin, today: date, by: User | None) -> None:
    pin.until, pin.lifted_by = today, by
    pin.save(update_fields=["until", "lifted_by"])


def _remember(customer: Customer, before: StagePin | None, after: StagePin | None, by: User | None) -> None:
    """The words stay with the customer, where they can be erased; the trail holds none."""
    moves = {"stage_pin": (_in_json(before), _in_json(after))}
    write_revisions(customer, customer, moves, version=None, by=by)
    replay_stages([customer.pk], by=by)


def _in_json(pin: StagePin | None) -> dict[str, str] | None:
    if pin is None:
        return None
    return {"stage": pin.stage, "reason": pin.reason, "since": pin.since.isoformat()}
