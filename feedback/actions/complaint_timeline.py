"""What stands of a complaint on the customer's timeline."""

from crm.shop.actions import audit
from crm.shop.models import User
from customers.actions.interaction import Entry, log_interaction
from customers.models import Channel, Direction, Mood
from feedback.kinds import COMPLAINT, COMPLAINT_NEWS
from feedback.models import Complaint, ComplaintChannel, ComplaintEvent

AS_A_CHANNEL = {
    ComplaintChannel.IN_STORE: Channel.IN_PERSON,
    ComplaintChannel.PHONE: Channel.PHONE,
    ComplaintChannel.EMAIL: Channel.EMAIL,
    ComplaintChannel.WEB_FORM: Channel.WEB,
    ComplaintChannel.SURVEY: Channel.WEB,
    ComplaintChannel.REVIEW_SITE: Channel.WEB,
    ComplaintChannel.SOCIAL: Channel.SOCIAL,
    ComplaintChannel.LETTER: Channel.POST,
}


def log_complaint(complaint: Complaint, *, by: User | None) -> None:
    """That they complained; what was said about a colleague stays with the complaint. Twice is once."""
    if complaint.customer is None:
        return
    entry = Entry(
        kind=COMPLAINT.key,
        at=complaint.received_at,
        text="" if complaint.is_about_staff else complaint.story,
        direction=Direction.INCOMING,
        channel=AS_A_CHANNEL.get(ComplaintChannel(complaint.channel), ""),
        mood=Mood.UNHAPPY,
        location=complaint.location,
        about=audit.label(complaint),
    )
    log_interaction(complaint.customer, entry, by=by)


def log_news(complaint: Complaint, event: ComplaintEvent, *, by: User | None) -> None:
    """That they heard from us; a mail writes its own line when it leaves. Twice is once."""
    if complaint.customer is None or event.is_mailed:
        return
    kind, _colon, number = audit.label(complaint).partition(":")
    entry = Entry(
        kind=COMPLAINT_NEWS.key,
        at=event.at,
        text="" if complaint.is_about_staff else event.text,
        direction=Direction.OUTGOING,
        channel=AS_A_CHANNEL.get(ComplaintChannel(event.channel), "") if event.channel else "",
        location=complaint.location,
        about=f"{kind}.{event.pk}:{number}",
    )
    log_interaction(complaint.customer, entry, by=by)
