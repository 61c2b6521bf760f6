"""Remedies: offered, approved where they are dear, given, or taken back."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from crm.shop.permissions import Permission
from engagement.actions.voucher import Worth, issue_voucher
from engagement.models import Voucher, VoucherReason
from feedback.actions.complaint_event import Line, locked, write_event
from feedback.models import Complaint, ComplaintRules, EventKind, Remedy, RemedyKind


@dataclass(frozen=True)
class Offer:
    """What we do, what it is worth to them, what it costs us, and whether we would have to."""

    kind: str
    worth: Decimal | None = None
    cost: Decimal | None = None
    is_goodwill: bool = False
    note: str = ""


class NotApproved(Exception):
    """It is dearer than the limit, and nobody who may has said yes yet."""


class ComplaintIsClosed(Exception):
    """Nothing more is offered there."""


@transaction.atomic
def offer_remedy(complaint: Complaint, offer: Offer, *, by: User | None) -> Remedy:
    """Offer it; what is dearer than the limit waits for approval, unless whoever offers it may approve."""
    complaint = locked(complaint)
    if not complaint.is_open:
        raise ComplaintIsClosed
    now, may_approve = timezone.now(), bool(by and by.can(Permission.COMPLAINT_APPROVE))
    remedy = Remedy(complaint=complaint, offered_at=now, offered_by=by, **vars(offer))
    remedy.needs_approval = remedy.weight > ComplaintRules.current().approval_limit
    if remedy.needs_approval and may_approve:
        remedy.approved_at, remedy.approved_by = now, by
    remedy.save()
    _log(remedy, EventKind.REMEDY, by=by)
    return remedy


@transaction.atomic
def approve_remedy(remedy: Remedy, *, by: User | None) -> Remedy:
    """Somebody who may says yes. Twice is once."""
    remedy = _locked(remedy)
    if remedy.waits_for_approval:
        remedy.approved_at, remedy.approved_by = timezone.now(), by
        remedy.save(update_fields=["approved_at", "approved_by"])
        _log(remedy, EventKind.APPROVED, by=by)
    return remedy


def refuse_unapproved(complaint: Complaint) -> None:
    """Nobody is told of what nobody may give yet. Raises NotApproved."""
    if complaint.remedies.waiting_for_yes().exists():
        raise NotApproved


@transaction.atomic
def give_remedy(remedy: Remedy, *, proof: str = "", by: User | None) -> Remedy:
    """It is done: a voucher is written as well. Twice is once. Raises NotApproved."""
    remedy = _locked(remedy)
    if remedy.waits_for_approval:
        raise NotApproved
    if remedy.may_be_given:
        remedy.given_at, remedy.given_by, remedy.proof = timezone.now(), by, proof
        remedy.voucher = _voucher(remedy, by=by)
        remedy.save(update_fields=["given_at", "given_by", "proof", "voucher"])
        _log(remedy, EventKind.GIVEN, by=by)
    return remedy


@transaction.atomic
def drop_remedy(remedy: Remedy, *, by: User | None) -> Remedy:
    """It is not offered any more; what was given stays given. Twice is once."""
    remedy = _locked(remedy)
    if remedy.given_at is None and remedy.dropped_at is None:
        remedy.dropped_at = timezone.now()
        remedy.save(update_fields=["dropped_at"])
        _log(remedy, EventKind.DROPPED, by=by)
    return remedy


def _voucher(remedy: Remedy, *, by: User | None) -> Voucher | None:
    if remedy.kind != RemedyKind.VOUCHER or not remedy.worth:
        return None
    return issue_voucher(
        Worth(amount=remedy.worth),
        customer=remedy.complaint.customer,
        reason=VoucherReason.REMEDY,
        cause=audit.label(remedy),
        by=by,
    )


def _locked(remedy: Remedy) -> Remedy:
    """The complaint first, as everywhere, and then what is offered."""
    locked(remedy.complaint)
    rows = Remedy.objects.select_for_update(of=("self",))
    return rows.select_related("complaint__customer", "complaint__location", "complaint__owner").get(
        pk=remedy.pk
    )


def _log(remedy: Remedy, kind: EventKind, *, by: User | None) -> None:
    """Which remedy it was is told by its kind; the log shows the words of whoever reads it."""
    write_event(remedy.complaint, Line(kind, text=remedy.note, about=remedy.kind), by=by)
