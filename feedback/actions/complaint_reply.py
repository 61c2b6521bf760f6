"""What customers answer to our mails about a complaint: the clock finds it, and each mail is heard once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.models import ShopSettings, User
from engagement.actions.enquiry import close_enquiry
from engagement.models import InboundKind, InboundMail
from feedback.actions.complaint import Taken, note_complaint, take_complaint
from feedback.actions.complaint_event import Line, locked, write_event
from feedback.actions.complaint_move import reopen_complaint
from feedback.models import Complaint, ComplaintChannel, ComplaintEvent, ComplaintState, EventKind

ABOUT = f"{Complaint._meta.label_lower}:"
# For so long an answer opens it again; after that it is a matter of its own.
REOPENS_WITHIN = timedelta(days=14)
LOOKED_BACK = timedelta(days=14)
AT_A_TIME = 200
NEWEST = 2_000  # so many mails are looked at, however many there ever were


def unheard_replies(now: datetime) -> list[int]:
    """The numbers of mails that answer ours about a complaint and stand in no log yet, the oldest first."""
    lately = InboundMail.objects.order_by("-pk").values("pk")[:NEWEST]
    replies = InboundMail.objects.filter(
        pk__in=lately,
        kind=InboundKind.REPLY,
        recorded_at__gte=now - LOOKED_BACK,
        answers__about__startswith=ABOUT,
    )
    numbers = list(replies.order_by("pk").values_list("pk", flat=True))
    steps = {_step(number): number for number in numbers}
    heard = set(ComplaintEvent.objects.filter(step__in=steps).values_list("step", flat=True))
    return [number for step, number in steps.items() if step not in heard][:AT_A_TIME]


@transaction.atomic
def hear_reply(mail_id: int, *, by: User | None = None) -> Complaint | None:
    """Write it into the log. What waited for them goes on; what was closed is opened again or begins anew."""
    mail = InboundMail.objects.select_related("answers", "customer", "enquiry").get(pk=mail_id)
    complaint = _complaint_of(mail)
    if complaint is None or complaint.events.filter(step=_step(mail.pk)).exists():
        return complaint
    if complaint.state == ComplaintState.WAITING_CUSTOMER:
        complaint.state, complaint.chase_on = ComplaintState.INVESTIGATING, None
    closed_at = complaint.closed_at
    line = Line(EventKind.HEARD, text=mail.text, channel=ComplaintChannel.EMAIL, step=_step(mail.pk))
    write_event(complaint, line, by=by)
    if mail.enquiry is not None:
        close_enquiry(mail.enquiry, by=by)  # one matter has one clock: that of the complaint
    if closed_at is None:
        return complaint
    shop = ShopSettings.objects.get()
    with translation.override(shop.language):
        if mail.received_at - closed_at <= REOPENS_WITHIN:
            return reopen_complaint(complaint, reason=_("They answered our mail."), by=by)
        return _begin_anew(complaint, mail, by=by)


def _begin_anew(complaint: Complaint, mail: InboundMail, *, by: User | None) -> Complaint:
    taken = Taken(
        mail.text or mail.subject,
        customer=complaint.customer,
        contact_name=complaint.contact_name,
        contact_email=complaint.contact_email or mail.from_email,
        channel=ComplaintChannel.EMAIL,
        is_about_staff=complaint.is_about_staff,
        location=complaint.location,
        owner=complaint.owner,
        cause=audit.label(mail),
        follows=complaint,
    )
    anew = take_complaint(taken, by=by)
    return note_complaint(anew, _("It follows %s.") % complaint.reference, by=by)


def _complaint_of(mail: InboundMail) -> Complaint | None:
    """The one that our mail was about, or under which it goes on."""
    number = mail.answers.about.removeprefix(ABOUT) if mail.answers else ""
    found = Complaint.objects.filter(pk=number).first() if number.isdecimal() else None
    if found is None:
        return None
    return locked(found.merged_into or found)


def _step(number: int) -> str:
    return f"mail:{number}"
