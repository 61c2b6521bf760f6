"""The page of one complaint: everything it shows, for whoever answers with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.shop.guards import StaffRequest
from crm.shop.models import Absence, User
from crm.shop.permissions import Permission
from engagement.forms.enquiry import SenderForm
from engagement.models import SkipReason
from engagement.places import Places
from feedback.actions.complaint_chase import chase_day
from feedback.actions.complaint_mail import address_of
from feedback.actions.complaint_mail import why_no_mail as why_no_mail_leaves
from feedback.actions.complaint_rating import HANDLING
from feedback.complaint_cards import cards_of
from feedback.complaint_clock import clocks_of
from feedback.complaint_moves import endings, may_move, moves_by_button
from feedback.complaint_targets import CLOCK_WORDS
from feedback.forms.complaint import MergeForm, NoteForm, OwnerForm
from feedback.forms.complaint_news import EndForm, NewsForm, VerdictForm, WaitForm
from feedback.forms.remedy import RemedyForm
from feedback.models import Complaint, ComplaintEvent, ComplaintRules, ComplaintState
from feedback.models.complaint import WAITING

# Waiting asks for a day, and an offer for words.
HAVE_A_FORM = (*WAITING, ComplaintState.OFFERED)


def find(request: StaffRequest, pk: int) -> Complaint:
    """The complaint, if this person may see it."""
    rows = (
        Complaint.objects.visible_to(request.user)
        .select_related(
            "customer",
            "owner__absence__stand_in",
            "location",
            "created_by",
            "merged_into",
            "follows",
            "root_cause__above",
        )
        .prefetch_related(Prefetch("colleagues", User.objects.order_by("name", "pk")))
    )
    return get_object_or_404(rows, pk=pk)


def page_of(request: StaffRequest, complaint: Complaint, **forms: Any) -> dict[str, Any]:
    """All that the page shows; forms that were sent and refused stand in place of fresh ones."""
    places, now = Places(request.shop), timezone.now()
    hours = places.hours_of(complaint.location_id)
    log = list(complaint.events.select_related("by", "to").order_by("pk"))
    targets = ComplaintRules.current().clock_targets
    why, again = why_no_mail(request, complaint), why_again(complaint, log)
    address = mail_address(request, complaint)
    asked: dict[str, Any] = {"complaint": complaint, "address": address}
    return {
        "complaint": complaint,
        "card": cards_of([complaint], places, now)[0],
        "log": log[::-1],
        "clocks": [
            (CLOCK_WORDS[each.clock], each, each.is_late(now)) for each in clocks_of(log, hours, targets)
        ],
        "moves": [state for state in moves_by_button(complaint.state) if state not in HAVE_A_FORM],
        "may_wait": any(state in WAITING for state in moves_by_button(complaint.state)),
        "why_no_mail": why,
        "can_mail": bool(address),
        "news": forms.get("news") or NewsForm(**asked),
        "end": forms.get("end") or (EndForm(**asked) if endings(complaint.state) else None),
        "verdict": forms.get("verdict") or (VerdictForm(**asked) if may_decide(complaint) else None),
        "remedy": forms.get("remedy") or RemedyForm(),
        "currency": request.shop.currency,
        "person": forms.get("person") or SenderForm(user=request.user),
        "merge": forms.get("merge") or MergeForm(user=request.user),
        "refused": forms.get("refused", ""),
        "note": forms.get("note") or NoteForm(auto_id="note_%s"),
        "again": forms.get("again") or NoteForm(auto_id="again_%s", initial={"text": again}),
        "again_because": again,
        "wait": forms.get("wait") or WaitForm(initial={"chase_on": chase_day(hours, now)}),
        "away": away_of(complaint.owner, now),
        "owner": OwnerForm(initial={"owner": complaint.owner}),
        "stale": forms.get("stale", ""),
        **_belongings(complaint),
    }


def _belongings(complaint: Complaint) -> dict[str, Any]:
    """What hangs on it: remedies, decisions, files, and complaints beside it."""
    return {
        "remedies": complaint.remedies.select_related("offered_by", "approved_by", "given_by", "voucher"),
        "decisions": complaint.decisions.annotate(letter_id=F("letter")).select_related("by").order_by("-pk"),
        "later": complaint.followed_by.order_by("pk"),
        "also": complaint.merged_here.select_related("customer").order_by("pk"),
        "files": complaint.files.select_related("stored").order_by("pk"),
    }


def why_again(complaint: Complaint, log: Sequence[ComplaintEvent]) -> str:
    """Why it should perhaps be opened again; empty where nothing speaks for it."""
    closed_at = complaint.closed_at
    rated = [event for event in log if event.step.startswith(f"{HANDLING}:")]
    if closed_at is None or not any(event.at >= closed_at for event in rated):
        return ""
    return _("The customer says that we handled it badly.")


def away_of(person: User | None, now: datetime) -> Absence | None:
    """Are they away today, and who stands in?"""
    absence = getattr(person, "absence", None)
    return absence if absence and absence.is_on(timezone.localdate(now)) else None


def may_decide(complaint: Complaint) -> bool:
    """May they be told a decision now, or a better one?"""
    is_offered = complaint.state == ComplaintState.OFFERED
    return is_offered or may_move(complaint.state, ComplaintState.OFFERED)


def mail_address(request: StaffRequest, complaint: Complaint) -> str:
    """Where this person may have a mail sent."""
    may = request.user.can(Permission.MESSAGE_SEND)
    return address_of(complaint) if may and not why_no_mail(request, complaint) else ""


def why_no_mail(request: StaffRequest, complaint: Complaint) -> str:
    """Why a mail to them would not leave, in words; empty where nothing is against it, or nobody asks."""
    if not (complaint.is_open and request.user.can(Permission.MESSAGE_SEND)):
        return ""
    reason = why_no_mail_leaves(complaint, timezone.now())
    return str(SkipReason(reason).label) if reason else ""
