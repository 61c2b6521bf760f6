"""Two announcements of the demo shop: one that went out three weeks ago, and an evening to come."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import QueryDict

from crm.demo.cast import Person
from crm.demo.letters import Letter
from crm.demo.mail_words import SUBJECT, Templates
from crm.demo.shop import Frame
from crm.demo.topics import Answers
from crm.demo.writing import Rows
from customers.filters import CustomerFilter
from customers.models import ConsentTopic
from engagement import arbiter
from engagement.actions.announcement_freeze import purpose_of
from engagement.actions.message import Draft
from engagement.models import (
    Announcement,
    AnnouncementKind,
    AnnouncementRecipient,
    AnnouncementState,
    Message,
    MessageClass,
    SkipReason,
)

FOR = ("Reading circle", "Author evenings", "Story time", "Teacher")
SENT_BEFORE = 18  # open days
EVENING = time(19)


def write_announcements(frame: Frame, templates: Templates) -> Announcement:
    """The one that was sent, without its people; and the draft of an invitation."""
    at = frame.days.later(frame.days.now, -SENT_BEFORE, 0.15)
    sent = Announcement.objects.create(
        name=SUBJECT,
        template=templates[""],
        topic=ConsentTopic.NEWS,
        query=_query(*FOR),
        hold_out_percent=20,
        state=AnnouncementState.DONE,
        send_at=at,
        frozen_at=at,
        finished_at=at + timedelta(minutes=2),
        created_by=frame.staff["Olga"],
    )
    evening = frame.days.today + timedelta(days=24)
    Announcement.objects.create(
        kind=AnnouncementKind.EVENT,
        name="An evening of poems and soup",
        template=templates["event_invitation"],
        query=_query("Reading circle", "Author evenings"),
        starts_at=datetime.combine(evening, EVENING, ZoneInfo(frame.shop.time_zone)),
        place="Upstairs, by the stove",
        seats=24,
        created_by=frame.staff["Mira"],
    )
    return sent


def write_recipients(announcement: Announcement, people: Sequence[Person], rows: Rows) -> list[Person]:
    """Everybody of these circles with an address, every fifth held out; those who are written to."""
    chosen = [person for person in people if person.emails and set(FOR) & set(person.tags)]
    AnnouncementRecipient.objects.bulk_create(
        AnnouncementRecipient(
            announcement=announcement, customer=rows[id(person)], is_held_out=number % 5 == 3
        )
        for number, person in enumerate(chosen)
    )
    return [person for number, person in enumerate(chosen) if number % 5 != 3]


def announcement_letters(
    announcement: Announcement, people: Sequence[Person], rows: Rows, answers: Answers
) -> list[Letter]:
    """A mail to each of them, or why not."""
    purpose, at = purpose_of(announcement), announcement.frozen_at
    assert at is not None  # noqa: S101 - it was sent
    letters = []
    for number, person in enumerate(people):
        customer = rows[id(person)]
        draft = Draft(
            dedupe_key=f"{purpose}:{customer.pk}",
            message_class=MessageClass.MARKETING,
            purpose=purpose,
            topic=announcement.topic,
            about=f"engagement.announcement:{announcement.pk}",
            template=announcement.template,
            priority=arbiter.NEWS,
        )
        why_not, when = _why_not(person, answers), at + timedelta(seconds=number)
        letters.append(Letter(draft, customer, person.emails[0], when, why_not, announcement.created_by))
    return letters


def link_recipients(announcement: Announcement, messages: Sequence[Message]) -> None:
    """Who of the list got which mail."""
    mails = {message.customer_id: message for message in messages}
    recipients = list(AnnouncementRecipient.objects.filter(announcement=announcement, is_held_out=False))
    for recipient in recipients:
        recipient.message = mails.get(recipient.customer_id)
    AnnouncementRecipient.objects.bulk_update(recipients, ["message"])


def _query(*tags: str) -> str:
    asked = QueryDict(mutable=True)
    asked.setlist("tag", list(tags))
    return CustomerFilter(asked).query


def _why_not(person: Person, answers: Answers) -> str:
    if person.quiet_since:
        return SkipReason.DO_NOT_DISTURB
    return SkipReason.OPTED_OUT if answers.get((id(person), ConsentTopic.NEWS)) is False else ""
