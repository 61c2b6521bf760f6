"""Questions: written down, answered, closed, opened again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import Location, ShopSettings, User
from customers.actions.interaction import Entry, log_interaction, withdraw_interaction
from customers.models import Channel, Customer, Direction
from engagement.actions.enquiry_mail import call_answer_off, mail_answer
from engagement.enquiry_clock import answer_due
from engagement.kinds import ENQUIRY, ENQUIRY_ANSWER
from engagement.models import Enquiry, EnquiryState
from engagement.places import Places


@dataclass(frozen=True)
class Asked:
    """A question as it came; `cause` ("engagement.inboundmail:7") makes twice equal once."""

    question: str
    channel: str
    customer: Customer | None = None
    sender_name: str = ""
    sender_email: str = ""
    sender_phone: str = ""
    location: Location | None = None
    owner: User | None = None
    received_at: datetime | None = None
    cause: str = ""


class SomebodyAnswered(Exception):
    """A colleague was faster: it waits no more. `enquiry` is as it stands now."""

    def __init__(self, enquiry: Enquiry) -> None:
        super().__init__(enquiry.pk)
        self.enquiry = enquiry


@transaction.atomic
def open_enquiry(asked: Asked, *, by: User | None) -> Enquiry:
    """A question came in: its clock runs from now on. The same cause again gives the first one back."""
    received_at = asked.received_at or timezone.now()
    names = ("question", "channel", "customer", "location", "owner")
    sender = ("sender_name", "sender_email", "sender_phone")
    values = {name: getattr(asked, name) for name in (*names, *sender)} | {
        "received_at": received_at,
        "waiting_since": received_at,
        "answer_by": _due(received_at, asked.location),
        "created_by": by,
    }
    if asked.cause:
        enquiry, is_new = Enquiry.objects.get_or_create(cause=asked.cause, defaults=values)
    else:
        enquiry, is_new = Enquiry.objects.create(**values), True
    if is_new:
        _log_question(enquiry, by=by)
        audit.record("enquiry.opened", enquiry, by=by)
    return enquiry


@transaction.atomic
def answer_enquiry(
    enquiry: Enquiry, *, text: str, by: User | None, send: bool, channel: str = Channel.EMAIL
) -> Enquiry:
    """It is answered: by mail through the outbox, or as it was given already. Twice is once.

    Raises SomebodyAnswered when it was given another answer meanwhile, NoAddress when no mail can leave.
    """
    enquiry = _locked(enquiry)
    if not enquiry.is_open:
        if enquiry.answer != text:
            raise SomebodyAnswered(enquiry)
        return enquiry
    now = timezone.now()
    enquiry.state, enquiry.answer = EnquiryState.ANSWERED, text
    enquiry.answered_at, enquiry.answered_by = now, by
    enquiry.first_answered_at = enquiry.first_answered_at or now
    _save(enquiry, "state", "answer", "answered_at", "answered_by", "first_answered_at")
    if send:
        mail_answer(enquiry, by=by)
    _log_answer(enquiry, Channel.EMAIL if send else channel, by=by)
    audit.record("enquiry.answered", enquiry, by=by)
    return enquiry


@transaction.atomic
def close_enquiry(enquiry: Enquiry, *, by: User | None, as_spam: bool = False) -> Enquiry:
    """Nothing more is to be said, or nobody asked anything. Twice is once."""
    enquiry = _locked(enquiry)
    state = EnquiryState.SPAM if as_spam else EnquiryState.CLOSED
    if enquiry.state in {EnquiryState.OPEN, EnquiryState.ANSWERED}:
        enquiry.state, enquiry.closed_at, enquiry.closed_by = state, timezone.now(), by
        _save(enquiry, "state", "closed_at", "closed_by")
        if as_spam and enquiry.customer:
            withdraw_interaction(enquiry.customer, kind=ENQUIRY.key, about=audit.label(enquiry), by=by)
        audit.record("enquiry.spam" if as_spam else "enquiry.closed", enquiry, by=by)
    return enquiry


@transaction.atomic
def reopen_enquiry(enquiry: Enquiry, *, by: User | None) -> Enquiry:
    """It waits again, and its clock begins anew; an answer that has not left stays here. Twice is once."""
    enquiry = _locked(enquiry)
    if enquiry.is_open:
        return enquiry
    was_spam = enquiry.state == EnquiryState.SPAM
    enquiry.state, enquiry.closed_at, enquiry.closed_by = EnquiryState.OPEN, None, None
    enquiry.waiting_since = timezone.now()
    enquiry.answer_by = _due(enquiry.waiting_since, enquiry.location)
    enquiry.reopened_count += 1
    _save(enquiry, "state", "closed_at", "closed_by", "waiting_since", "answer_by", "reopened_count")
    call_answer_off(enquiry, by=by)
    if was_spam:
        _log_question(enquiry, by=by)
    audit.record("enquiry.reopened", enquiry, by=by)
    return enquiry


@transaction.atomic
def take_enquiry(enquiry: Enquiry, *, owner: User | None, by: User | None) -> Enquiry:
    """Somebody answers it; nobody in particular when `owner` is None."""
    enquiry = _locked(enquiry)
    if enquiry.owner != owner:
        enquiry.owner = owner
        _save(enquiry, "owner")
        audit.record("enquiry.taken", enquiry, by=by)
    return enquiry


@transaction.atomic
def recognise_sender(enquiry: Enquiry, *, customer: Customer, by: User | None) -> Enquiry:
    """Whoever asked is this customer: it stands on their timeline from now on."""
    enquiry = _locked(enquiry)
    if enquiry.customer is None:
        enquiry.customer = customer
        _save(enquiry, "customer")
        _log_question(enquiry, by=by)
        _log_answer(enquiry, "", by=by)
        audit.record("enquiry.recognised", enquiry, by=by)
    return enquiry


def _locked(enquiry: Enquiry) -> Enquiry:
    rows = Enquiry.objects.select_for_update(of=("self",))
    return rows.select_related("customer", "location", "owner").get(pk=enquiry.pk)


def _save(enquiry: Enquiry, *names: str) -> None:
    enquiry.version += 1
    enquiry.save(update_fields=[*names, "version"])


def _due(since: datetime, location: Location | None) -> datetime:
    shop = ShopSettings.objects.get()
    hours = Places(shop).hours_of(location.pk if location else None)
    return answer_due(hours, since, shop.answer_within_hours)


def _log_question(enquiry: Enquiry, *, by: User | None) -> None:
    if enquiry.customer is None:
        return
    entry = Entry(
        kind=ENQUIRY.key,
        at=enquiry.received_at,
        text=enquiry.question,
        direction=Direction.INCOMING,
        channel=enquiry.channel,
        location=enquiry.location,
        about=audit.label(enquiry),
    )
    log_interaction(enquiry.customer, entry, by=by)


def _log_answer(enquiry: Enquiry, channel: str, *, by: User | None) -> None:
    """One line for each answer: a question that was opened again may have several."""
    if enquiry.customer is None or enquiry.answered_at is None:
        return
    kind, _colon, number = audit.label(enquiry).partition(":")
    turn = f".{enquiry.reopened_count}" if enquiry.reopened_count else ""
    entry = Entry(
        kind=ENQUIRY_ANSWER.key,
        at=enquiry.answered_at,
        text=enquiry.answer,
        direction=Direction.OUTGOING,
        channel=channel,
        location=enquiry.location,
        about=f"{kind}{turn}:{number}",
    )
    log_interaction(enquiry.customer, entry, by=by)
