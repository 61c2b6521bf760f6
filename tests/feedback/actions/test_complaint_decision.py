"""Deciding complaints, and explaining a no."""

import pytest

from customers.stale import SomebodyWasFaster
from engagement.models import Message
from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.complaint_decision import (
    NotExplained,
    Refusal,
    close_unresolved,
    decide_complaint,
)
from feedback.actions.complaint_move import NotThatWay, Told, Verdict, close_complaint
from feedback.actions.complaint_rules import edit_complaint_rules
from feedback.models import Complaint, ComplaintRules, Decision

pytestmark = pytest.mark.django_db
PARTLY = Verdict("partly", "The glaze was thin.")
NO = Refusal(Verdict("no", "It was dropped."), "no_fault", "We mend it for five pounds.")


@pytest.fixture
def leak(anna, mira) -> Complaint:
    return take_complaint(Taken("It leaks.", "refund", customer=anna), by=mira, is_told=True)


def now_of(complaint: Complaint) -> Complaint:
    return Complaint.objects.get(pk=complaint.pk)


def test_decide_complaint_tells_it_once_and_keeps_what_was_found(leak, mira):
    for _ in range(2):
        decide_complaint(leak, PARTLY, Told("A new one.", send=True), version=leak.version, by=mira)

    decided = now_of(leak)
    assert (decided.state, decided.justified, decided.findings) == (
        "offered",
        "partly",
        "The glaze was thin.",
    )
    assert (decided.next_update_at, decided.due_clock) == (None, "resolve")
    assert Message.objects.get().purpose == "complaint_decision"
    assert Decision.objects.get().text == "A new one."


def test_decide_complaint_refuses_the_slower_and_what_the_table_does_not_have(leak, anna, mira, otto):
    decide_complaint(leak, PARTLY, Told("A new one."), version=leak.version, by=mira)
    with pytest.raises(SomebodyWasFaster):
        decide_complaint(leak, PARTLY, Told("Nothing."), version=leak.version, by=otto)

    letter = take_complaint(Taken("Torn.", customer=anna, channel="letter"), by=mira)
    with pytest.raises(NotThatWay):
        decide_complaint(letter, PARTLY, Told("Sorry."), version=letter.version, by=mira)


def test_a_better_offer_may_follow(leak, mira):
    decide_complaint(leak, PARTLY, Told("A new one."), version=leak.version, by=mira)
    version = now_of(leak).version

    decide_complaint(leak, PARTLY, Told("A new one, and tea."), version=version, by=mira)

    assert Decision.objects.count() == 2


def test_a_no_is_explained_and_kept(leak, mira, olga):
    rules = {"body_name": "Retail ADR", "body_website": "https://adr.example", "next_step": "Ask a lawyer."}
    edit_complaint_rules(rules, version=1, by=olga)

    for _ in range(2):
        close_unresolved(leak, NO, Told("We cannot.", send=True), version=leak.version, by=mira)

    closed, decision = now_of(leak), Decision.objects.get()
    assert (closed.state, closed.justified, decision.why_not) == ("closed_unresolved", "no", "no_fault")
    for words in (
        "Money back",
        "It was dropped.",
        "We cannot.",
        "Ask a lawyer.",
        "Retail ADR",
        "five pounds",
    ):
        assert words in decision.text
    assert Message.objects.get().context["answer"] == decision.text


@pytest.mark.parametrize(
    "refusal", [Refusal(Verdict("no", ""), "no_fault"), Refusal(Verdict("no", "It was dropped."), "")]
)
def test_a_no_without_an_explanation_is_refused(leak, mira, refusal):
    with pytest.raises(NotExplained):
        close_unresolved(leak, refusal, Told("No."), version=leak.version, by=mira)
    with pytest.raises(NotThatWay):
        close_complaint(leak, "closed_unresolved", Told("No."), version=leak.version, by=mira)

    assert now_of(leak).is_open


def test_edit_complaint_rules_refuses_the_slower(shop, olga):
    edit_complaint_rules({"next_step": "Ask a lawyer."}, version=1, by=olga)
    edit_complaint_rules({"next_step": "Ask a lawyer."}, version=1, by=olga)

    with pytest.raises(SomebodyWasFaster):
        edit_complaint_rules({"next_step": "Ask me."}, version=1, by=olga)
    assert ComplaintRules.current().version == 2
