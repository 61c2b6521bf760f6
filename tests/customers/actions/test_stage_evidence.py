"""Speaking well of the shop: what it does to the stage, and that twice is once."""

from datetime import date

import pytest
import time_machine

from crm.shop.models import AuditEntry
from customers.actions.stage_evidence import (
    note_recommendation,
    record_evidence,
    withdraw_evidence,
    withdraw_recommendation,
)
from customers.models import Interaction, StageChange, StageEvidence
from tests.customers.actions.test_stage import TODAY, buy, standing, story

ON = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def test_record_evidence_makes_an_advocate_of_a_buyer(anna, mira):
    buy(anna, 5)

    record_evidence(anna, "review", about="feedback.review:3", on=ON, by=mira)

    assert standing(anna) == ("advocacy", ON, date(2027, 5, 20))
    change = StageChange.objects.get(to_stage="advocacy")
    assert (change.reason, change.about, change.by) == ("recommended", "feedback.review:3", mira)


def test_record_evidence_waits_for_a_purchase(anna):
    record_evidence(anna, "review", about="feedback.review:3", on=ON, by=None)

    assert (standing(anna)[0], story(anna)) == ("attraction", [])
    buy(anna, 0)
    assert standing(anna)[0] == "advocacy"


def test_record_evidence_twice_is_once(anna, mira):
    buy(anna, 5)
    for _ in range(2):
        record_evidence(anna, "review", about="feedback.review:3", on=ON, by=mira)

    assert StageEvidence.objects.count() == 1
    assert AuditEntry.objects.filter(verb="stage_evidence.recorded").count() == 1


def test_withdraw_evidence_leaves_no_trace_in_the_cycle(anna, mira):
    buy(anna, 5)
    before = standing(anna), story(anna)
    record_evidence(anna, "review", about="feedback.review:3", on=ON, by=mira)

    for _ in range(2):
        withdraw_evidence(anna, "review", about="feedback.review:3", by=mira)

    assert (standing(anna), story(anna)) == before
    assert AuditEntry.objects.filter(verb="stage_evidence.withdrawn").count() == 1


def test_record_evidence_again_after_it_was_withdrawn_stands(anna):
    buy(anna, 5)
    record_evidence(anna, "review", about="r:1", on=ON, by=None)
    withdraw_evidence(anna, "review", about="r:1", by=None)

    record_evidence(anna, "review", about="r:1", on=date(2026, 11, 21), by=None)

    assert standing(anna)[:2] == ("advocacy", date(2026, 11, 21))


def test_note_recommendation_stands_on_the_timeline_until_it_is_taken_back(anna, mira):
    buy(anna, 5)
    for _ in range(2):
        evidence = note_recommendation(anna, on=ON, words="Sent her sister.", by=mira)
    line = Interaction.objects.get(kind="recommended")
    assert (line.text, line.withdrawn_at, standing(anna)[0]) == ("Sent her sister.", None, "advocacy")

    withdraw_recommendation(evidence, by=mira)

    line.refresh_from_db()
    assert (line.withdrawn_at is None, standing(anna)[0]) == (False, "conversion")
