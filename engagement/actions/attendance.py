"""Who is coming to an event, who was there, and thanking them."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from engagement import arbiter
from engagement.actions.message import Draft, plan_message
from engagement.models import Announcement, AnnouncementRecipient, Attendance, EmailTemplate, MessageClass

THANKS = "event_thank_you"
GOOD_FOR = timedelta(days=7)


class EventIsFull(Exception):
    """Everybody who fits has said yes."""


@transaction.atomic
def answer_invitation(
    recipient: AnnouncementRecipient, answer: str, *, by: User | None
) -> AnnouncementRecipient:
    """They come, or they do not; the last answer counts.

    Raises EventIsFull when there is no seat left.
    """
    announcement = Announcement.objects.select_for_update(of=("self",)).get(pk=recipient.announcement_id)
    recipient = AnnouncementRecipient.objects.select_for_update(of=("self",)).get(pk=recipient.pk)
    if recipient.attendance == answer:
        return recipient
    if answer == Attendance.COMING and seats_left(announcement) == 0:
        raise EventIsFull
    recipient.attendance, recipient.answered_at = answer, timezone.now()
    recipient.save(update_fields=["attendance", "answered_at"])
    audit.record("announcement.answered", announcement, by=by)
    return recipient


def seats_left(announcement: Announcement) -> int | None:
    """None: as many as want to."""
    if announcement.seats is None:
        return None
    coming = AnnouncementRecipient.objects.filter(announcement=announcement, attendance=Attendance.COMING)
    return max(0, announcement.seats - coming.count())


@transaction.atomic
def note_attended(recipient: AnnouncementRecipient, *, by: User | None) -> AnnouncementRecipient:
    """They were there: noted once, and thanked once, by mail, where the shop has words for it."""
    recipient = AnnouncementRecipient.objects.select_for_update(of=("self",)).get(pk=recipient.pk)
    if recipient.attended_at is not None:
        return recipient
    recipient.attended_at = recipient.thanked_at = timezone.now()
    recipient.save(update_fields=["attended_at", "thanked_at"])
    audit.record("announcement.attended", recipient.announcement, by=by)
    if words := EmailTemplate.objects.in_use().filter(key=THANKS).select_related("current").first():
        _thank(recipient, words, by=by)
    return recipient


def _thank(recipient: AnnouncementRecipient, words: EmailTemplate, *, by: User | None) -> None:
    announcement = recipient.announcement
    draft = Draft(
        dedupe_key=f"event_thanks:{announcement.pk}:{recipient.customer_id}",
        message_class=MessageClass.MARKETING,
        topic=announcement.topic,
        purpose=THANKS,
        about=f"engagement.announcement:{announcement.pk}",
        template=words,
        context={"event": announcement.name},
        priority=arbiter.THANKS,
        expires_at=timezone.now() + GOOD_FOR,
    )
    plan_message(draft, customer=recipient.customer, by=by)
