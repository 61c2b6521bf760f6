"""Decisions: told to the customer, with what was found; and explained where it cannot be put right."""

from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone, translation

from crm.shop.models import ShopSettings, User
from customers.stale import refuse_stale
from feedback.actions.complaint_event import locked
from feedback.actions.complaint_mail import language_of
from feedback.actions.complaint_move import (
    NotThatWay,
    Told,
    Verdict,
    end_complaint,
    keep_verdict,
    tell,
    way_of,
)
from feedback.actions.decision_letter import keep_letter
from feedback.actions.remedy import refuse_unapproved
from feedback.complaint_letter import DisputeBody, Explained, letter_of
from feedback.complaint_moves import may_move
from feedback.models import (
    Complaint,
    ComplaintRules,
    ComplaintState,
    Decision,
    EventKind,
    Stance,
    WhyNot,
)


@dataclass(frozen=True)
class Refusal:
    """Why it is not put right, and what they can do now."""

    verdict: Verdict
    why_not: str
    still_possible: str = ""
    next_step: str = ""


class NotExplained(Exception):
    """Whoever is told no is told what we found, and why."""


@transaction.atomic
def decide_complaint(
    complaint: Complaint, verdict: Verdict, told: Told, *, version: int, by: User | None
) -> Complaint:
    """Tell them what we decided; from then on it waits for what they say. The same words twice are once.

    Raises SomebodyWasFaster, NotThatWay, NoAddress, and NotApproved while something offered waits for a yes.
    """
    complaint = locked(complaint)
    last = complaint.decisions.order_by("-pk").first()
    if complaint.state == ComplaintState.OFFERED and last and (last.text, last.by) == (told.text, by):
        return complaint
    refuse_stale(complaint, version)
    if complaint.state != ComplaintState.OFFERED and not may_move(complaint.state, ComplaintState.OFFERED):
        raise NotThatWay(complaint)
    refuse_unapproved(complaint)
    complaint.state, complaint.chase_on = ComplaintState.OFFERED, None
    keep_verdict(complaint, verdict)
    keep_letter(_write_down(complaint, told.text, by=by), channel=way_of(told))
    tell(complaint, EventKind.DECIDED, told, by=by)
    return complaint


@transaction.atomic
def close_unresolved(
    complaint: Complaint, refusal: Refusal, told: Told, *, version: int, by: User | None
) -> Complaint:
    """It ends without being put right, and they get the whole explanation. Twice is once.

    Raises NotExplained, NotThatWay, SomebodyWasFaster, NoAddress.
    """
    complaint = locked(complaint)
    if complaint.state == ComplaintState.CLOSED_UNRESOLVED:
        return complaint
    if not (refusal.verdict.findings and refusal.why_not and told.text):
        raise NotExplained
    letter = letter_for(complaint, refusal, told.text)
    keep_verdict(complaint, refusal.verdict)
    decision = _write_down(complaint, letter, why_not=refusal.why_not, by=by)
    keep_letter(decision, channel=way_of(told))
    state = ComplaintState.CLOSED_UNRESOLVED
    return end_complaint(complaint, state, replace(told, text=letter), version=version, by=by)


def letter_for(complaint: Complaint, refusal: Refusal, decided: str) -> str:
    """What they get to read, in their language."""
    rules, shop = ComplaintRules.current(), ShopSettings.objects.get()
    with translation.override(language_of(complaint)):
        wish = str(complaint.get_wish_display())
        explained = Explained(
            asked=f"{wish}: {complaint.wish_words}" if complaint.wish_words else wish,
            found=refusal.verdict.findings,
            decided=decided,
            why=str(WhyNot(refusal.why_not).label),
            still_possible=refusal.still_possible,
            next_step=refusal.next_step or rules.next_step,
        )
        stance = str(Stance(rules.stance).label)
        return letter_of(explained, DisputeBody(rules.body_name, rules.body_website, stance), shop.country)


def _write_down(complaint: Complaint, text: str, *, by: User | None, why_not: str = "") -> Decision:
    return Decision.objects.create(complaint=complaint, text=text, why_not=why_not, at=timezone.now(), by=by)
