"""Pins: they hold against the rules and through replays, and leave history."""

from datetime import date, timedelta

import pytest
import time_machine

from crm.shop.models import AuditEntry
from customers.actions.stage import replay_stages
from customers.actions.stage_pin import lift_pin, pin_stage
from customers.models import Revision, StageChange, StagePin
from customers.stale import SomebodyWasFaster
from tests.customers.actions.test_stage import TODAY, buy, standing, story


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def test_pin_stage_holds_through_a_replay(anna, olga):
    buy(anna, 5)

    pin = pin_stage(anna, "advocacy", reason="Brings her whole choir", by=olga)
    replay_stages(None)
    buy(anna, 1)

    assert standing(anna) == ("advocacy", date(2026, 11, 22), None)
    change = StageChange.objects.get(reason="pinned")
    assert (change.about, change.by) == (f"customers.stagepin:{pin.pk}", olga)


def test_pin_stage_leaves_history(anna, olga):
    pin_stage(anna, "advocacy", reason="Brings her whole choir", by=olga)

    entry = AuditEntry.objects.get(verb="stage.pinned")
    assert (entry.about, entry.fields) == (f"customers.customer:{anna.pk}", ["stage"])
    assert Revision.objects.get().after["reason"] == "Brings her whole choir"


def test_pin_stage_twice_is_once(anna, olga):
    pin = pin_stage(anna, "advocacy", reason="Choir", by=olga)
    pin_stage(anna, "advocacy", reason="Choir", by=olga, standing=pin.pk)

    assert (StagePin.objects.count(), AuditEntry.objects.filter(verb="stage.pinned").count()) == (1, 1)


def test_pin_stage_again_ends_the_pin_before(anna, olga, mark):
    first = pin_stage(anna, "advocacy", reason="Choir", by=olga)
    with time_machine.travel(TODAY + timedelta(days=3), tick=False):
        pin_stage(anna, "retention", reason="Moved away", by=mark, standing=first.pk)

        first.refresh_from_db()
        assert (first.until, first.lifted_by) == (date(2026, 11, 25), mark)
        assert standing(anna)[:2] == ("retention", date(2026, 11, 25))


def test_pin_stage_over_a_pin_nobody_saw_is_refused(anna, olga, mark):
    pin_stage(anna, "advocacy", reason="Choir", by=olga)

    with pytest.raises(SomebodyWasFaster):
        pin_stage(anna, "lapsed", reason="Moved away", by=mark)


def test_lift_pin_lets_the_rules_decide_again(anna, olga, mark):
    buy(anna, 5)
    pin = pin_stage(anna, "advocacy", reason="Choir", by=olga)
    with time_machine.travel(TODAY + timedelta(days=3), tick=False):
        for _ in range(2):
            lift_pin(anna, by=mark, standing=pin.pk)

    assert [told[0::2] for told in story(anna)] == [
        ("conversion", "first_purchase"),
        ("advocacy", "pinned"),
        ("conversion", "unpinned"),
    ]
    assert AuditEntry.objects.filter(verb="stage.unpinned").count() == 1


def test_a_pin_lifted_on_its_day_never_was(anna, olga):
    buy(anna, 5)
    before = story(anna)
    pin = pin_stage(anna, "advocacy", reason="A slip", by=olga)

    lift_pin(anna, by=olga, standing=pin.pk)

    assert story(anna) == before
