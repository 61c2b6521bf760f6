"""Changing the numbers in the rules, and the clock that turns stages."""

from datetime import date, timedelta

import pytest
import time_machine

from crm.shop.models import AuditEntry, Job
from crm.shop.tasks import run_job
from customers.actions.cycle_rules import RuleNumbers, edit_cycle_rules
from customers.models import CycleRules, StageChange
from customers.stale import SomebodyWasFaster
from customers.tasks import turn_stages
from tests.customers.actions.test_stage import TODAY, buy, standing

STRICT = RuleNumbers(regular_after=3, lapsed_after=30, advocate_for=365, thank_within=14)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def test_edit_cycle_rules_moves_everybody_when_the_worker_comes(anna, olga):
    buy(anna, 40)

    edit_cycle_rules(STRICT, version=1, by=olga)

    assert standing(anna)[0] == "conversion"
    for _ in range(2):
        run_job(Job.objects.get(kind="customers.replay_stages").pk)
    assert standing(anna)[:2] == ("lapsed", date(2026, 11, 13))
    assert Job.objects.get().state == "done"


def test_edit_cycle_rules_leaves_history(olga):
    edit_cycle_rules(STRICT, version=1, by=olga)

    assert AuditEntry.objects.get(verb="cycle_rules.edited").fields == ["lapsed_after", "regular_after"]
    assert CycleRules.objects.get().version == 2


def test_edit_cycle_rules_twice_is_once(olga):
    for _ in range(2):
        edit_cycle_rules(STRICT, version=1, by=olga)

    assert (AuditEntry.objects.filter(verb="cycle_rules.edited").count(), Job.objects.count()) == (1, 1)


def test_edit_cycle_rules_over_somebody_elses_numbers_is_refused(olga, mark):
    edit_cycle_rules(STRICT, version=1, by=mark)

    with pytest.raises(SomebodyWasFaster):
        edit_cycle_rules(RuleNumbers(2, 90, 365, 14), version=1, by=olga)


def test_turn_stages_moves_on_whom_time_alone_moves(anna, bert):
    buy(anna, 170)
    buy(bert, 0)

    with time_machine.travel(TODAY + timedelta(days=11), tick=False):
        for _ in range(2):
            turn_stages()

        assert standing(anna) == ("lapsed", date(2026, 12, 3), None)
        assert standing(bert)[0] == "conversion"
    assert StageChange.objects.filter(customer=anna).count() == 2


def test_turn_stages_goes_on_in_bounded_batches(anna, bert, monkeypatch):
    monkeypatch.setattr("customers.tasks.AT_A_TIME", 1)
    for customer in (anna, bert):
        buy(customer, 170)

    with time_machine.travel(TODAY + timedelta(days=40), tick=False):
        turn_stages()

    assert {standing(customer)[0] for customer in (anna, bert)} == {"lapsed"}
