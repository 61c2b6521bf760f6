"""Complaints on their way: acknowledged, moved on, news told, closed, opened again."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from crm.shop.models import User
from customers.stale import refuse_stale
from feedback.actions.complaint import first_promise
from feedback.actions.complaint_event import Line, locked, write_event
from feedback.actions.complaint_mail import call_mails_off, mail_event
from feedback.actions.complaint_timeline import log_news
from feedback.actions.remedy import refuse_unapproved
from feedback.complaint_moves import endings, may_move
from feedback.models import Complaint, ComplaintChannel, ComplaintState, EventKind, Justified, RootCause
from feedback.models.complaint import WAITING


@dataclass(frozen=True)
class Told:
    """What the customer hears, how, and when they hear of us again."""

    text: str = ""
    send: bool = False  # by mail; else somebody told them
    channel: str = ComplaintChannel.IN_STORE
    promised_at: datetime | None = None


@dataclass(frozen=True)
class Verdict:
    """Whether they were right, what we found, and what lay behind it."""

    justified: str = Justified.UNDETERMINED
    findings: str = ""
    root_cause: RootCause | None = None


class NotThatWay(Exception):
    """The table of moves has no such step; `complaint` is as it stands now."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(complaint.pk)
        self.complaint = complaint


class NeedsADay(Exception):
    """Whoever waits for somebody says when to ask again."""


@transaction.atomic
def acknowledge_complaint(complaint: Complaint, told: Told, *, by: User | None) -> Complaint:
    """They know that we heard them, and their number. Twice is once. Raises NoAddress."""
    complaint = locked(complaint)
    if complaint.state == ComplaintState.RECEIVED:
        complaint.state = ComplaintState.ACKNOWLEDGED
        tell(complaint, EventKind.ACKNOWLEDGED, told, by=by)
    return complaint


@transaction.atomic
def send_update(complaint: Complaint, told: Told, *, version: int, by: User | None) -> Complaint:
    """News for the customer, and the next promise. The same words twice are once.

    Raises SomebodyWasFaster when `version` is not the stored one, NoAddress when no mail can leave.
    """
    complaint = locked(complaint)
    if _is_said_already(complaint, told, by):
        return complaint
    refuse_stale(complaint, version)
    if complaint.state == ComplaintState.RECEIVED:
        complaint.state = ComplaintState.ACKNOWLEDGED  # who gets news knows that we heard
    tell(complaint, EventKind.UPDATED, told, by=by)
    return complaint


@transaction.atomic
def move_complaint(
    complaint: Complaint, state: str, *, chase_on: date | None = None, by: User | None
) -> Complaint:
    """On to another state, as the table allows. Twice is once.

    Raises NotThatWay; NeedsADay where it waits for somebody and nobody said when to ask again.
    """
    complaint = locked(complaint)
    if complaint.state == state:
        return complaint
    if not may_move(complaint.state, state):
        raise NotThatWay(complaint)
    if state in WAITING and chase_on is None:
        raise NeedsADay
    complaint.state = ComplaintState(state)
    complaint.chase_on = chase_on if state in WAITING else None
    write_event(complaint, Line(EventKind.MOVED), by=by)
    return complaint


@transaction.atomic
def close_complaint(
    complaint: Complaint,
    state: str,
    told: Told,
    *,
    version: int,
    by: User | None,
    verdict: Verdict | None = None,
) -> Complaint:
    """It was put right, or taken back. Twice is once.

    Raises NotThatWay, SomebodyWasFaster, NoAddress, and NotApproved while something offered waits for a yes.
    """
    complaint = locked(complaint)
    if complaint.state == state:
        return complaint
    if state == ComplaintState.CLOSED_UNRESOLVED:
        raise NotThatWay(complaint)  # that needs an explanation
    if state == ComplaintState.CLOSED_RESOLVED:
        refuse_unapproved(complaint)
    if verdict is not None:
        keep_verdict(complaint, verdict)
    return end_complaint(complaint, state, told, version=version, by=by)


def end_complaint(
    complaint: Complaint, state: str, told: Told, *, version: int, by: User | None
) -> Complaint:
    """However it ends: no clock runs any more, and they are told."""
    if state not in endings(complaint.state):
        raise NotThatWay(complaint)
    refuse_stale(complaint, version)
    complaint.state, complaint.closed_at = ComplaintState(state), timezone.now()
    complaint.next_update_at = complaint.chase_on = None
    tell(complaint, EventKind.CLOSED, told, by=by)
    return complaint


@transaction.atomic
def reopen_complaint(complaint: Complaint, *, reason: str, by: User | None) -> Complaint:
    """It was not over: it is looked into again. Mails that have not left stay here. Twice is once."""
    complaint = locked(complaint)
    if complaint.is_open:
        return complaint
    if not may_move(complaint.state, ComplaintState.INVESTIGATING):
        raise NotThatWay(complaint)
    complaint.state, complaint.closed_at = ComplaintState.INVESTIGATING, None
    complaint.reopened_count += 1
    complaint.next_update_at = first_promise(complaint)
    line = Line(EventKind.REOPENED, text=reason, promised_at=complaint.next_update_at)
    write_event(complaint, line, by=by)
    call_mails_off(complaint, by=by)
    return complaint


def keep_verdict(complaint: Complaint, verdict: Verdict) -> None:
    """What is known by now; the row is saved with the line of the log."""
    complaint.justified = verdict.justified
    complaint.findings = verdict.findings or complaint.findings
    complaint.root_cause = verdict.root_cause or complaint.root_cause


def tell(complaint: Complaint, kind: EventKind, told: Told, *, by: User | None) -> None:
    """Write down what they hear, and let it leave; until a decision they are promised to hear of us again."""
    is_over = kind == EventKind.DECIDED or not complaint.is_open
    complaint.next_update_at = None if is_over else told.promised_at or first_promise(complaint)
    line = Line(
        kind,
        text=told.text,
        channel=way_of(told),
        is_mailed=told.send,
        promised_at=complaint.next_update_at,
    )
    event = write_event(complaint, line, by=by)
    if told.send:
        mail_event(complaint, event, by=by)
    log_news(complaint, event, by=by)


def way_of(told: Told) -> str:
    """How they hear it."""
    return ComplaintChannel.EMAIL if told.send else told.channel


def _is_said_already(complaint: Complaint, told: Told, by: User | None) -> bool:
    last = complaint.events.order_by("-pk").first()
    return last is not None and (last.kind, last.text, last.by) == (EventKind.UPDATED, told.text, by)
