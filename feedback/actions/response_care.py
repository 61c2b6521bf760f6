"""What the shop does about an answer: ring whoever wants that, set aside what no person said."""

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.models import ShopSettings, User
from customers.models import Customer
from engagement.actions.follow_up import who_does_it
from engagement.late_fields import number_of
from feedback.actions.complaint import Taken, note_complaint, take_complaint
from feedback.actions.complaint_move import reopen_complaint
from feedback.actions.complaint_reply import REOPENS_WITHIN
from feedback.models import Complaint, ComplaintChannel, Response, Wish


@transaction.atomic
def ask_for_call(response: Response, *, by: User | None = None) -> Response:
    """They want to hear from us: a complaint with somebody who cares for it, and its clocks. Twice is once.

    Whoever was asked whether a complaint is settled has that one opened again.
    """
    found = Response.objects.select_for_update(of=("self",)).select_related(
        "customer", "version", "invitation"
    )
    response = found.get(pk=response.pk)
    if response.wants_call_at is None and response.customer is not None:
        response.wants_call_at = timezone.now()
        response.save(update_fields=["wants_call_at"])
        _care_for(response, response.customer, by=by)
        audit.record("response.wants_call", response, by=by)
    return response


def _care_for(response: Response, customer: Customer, *, by: User | None) -> None:
    shop = ShopSettings.current()
    with translation.override(shop.language if shop else None):
        wish = _("to be rung") if customer.phones.exists() else _("to be written to")
        before = _asked_about(response)
        reason = _("It is not settled for them, and they want %s.") % wish
        said = f"{reason}\n{response.in_one_line}"
        if before and before.is_open:
            note_complaint(before, said, by=by)
        elif before and before.closed_at and timezone.now() - before.closed_at <= REOPENS_WITHIN:
            reopen_complaint(before, reason=said, by=by)
        else:
            take_complaint(_told_by(response, customer, wish, before), by=by)


def _asked_about(response: Response) -> Complaint | None:
    """The complaint of which they were asked whether it is settled."""
    cause = response.invitation.cause if response.invitation else ""
    return Complaint.objects.filter(pk=number_of(cause, Complaint)).first()


def _told_by(response: Response, customer: Customer, wish: str, before: Complaint | None) -> Taken:
    """In their words alone, which may be quoted to them one day; the figure where they wrote none."""
    return Taken(
        story=response.comment or response.figure,
        wish=Wish.OTHER,
        wish_words=wish,
        customer=customer,
        channel=ComplaintChannel.SURVEY,
        owner=who_does_it(customer),
        received_at=response.confirmed_at,
        cause=audit.label(response),
        follows=before,
    )


@transaction.atomic
def mark_response_invalid(response: Response, *, reason: str, by: User | None) -> Response:
    """It counts no more, and everybody can see why. Twice is once."""
    response = Response.objects.select_for_update().get(pk=response.pk)
    if response.invalid_at is None:
        response.invalid_at, response.invalid_by = timezone.now(), by
        response.invalid_reason = reason[:200]
        response.save(update_fields=["invalid_at", "invalid_by", "invalid_reason"])
        audit.record("response.set_aside", response, by=by)
    return response


@transaction.atomic
def count_response_again(response: Response, *, by: User | None) -> Response:
    """It was right after all. Twice is once."""
    response = Response.objects.select_for_update().get(pk=response.pk)
    if response.invalid_at is not None:
        response.invalid_at = response.invalid_by = None
        response.invalid_reason = ""
        response.save(update_fields=["invalid_at", "invalid_by", "invalid_reason"])
        audit.record("response.counts_again", response, by=by)
    return response
