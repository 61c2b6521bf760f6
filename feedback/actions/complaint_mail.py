"""What we write to whoever complained, as mails through the one door."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from crm.shop.actions import audit
from crm.shop.models import ShopSettings, User
from engagement.actions.message import Draft, cancel_messages, plan_message
from engagement.eligibility import why_not_to_them
from engagement.models import EmailTemplate, Message, MessageClass, SkipReason
from feedback.complaint_ladder import NOTICE
from feedback.models import Complaint, ComplaintEvent, EventKind

PRIORITY = 5  # somebody waits for it
ANSWER = "{{ answer }}"
HEARD = gettext_noop(
    "Thank you for telling us. We look into it under the number {{ reference }}, "
    "and you hear from us by {{ next_news_on }}."
)


@dataclass(frozen=True)
class Plain:
    """A mail of ours where the shop has no wording of its own for this purpose."""

    purpose: str
    subject: str
    body: str = ANSWER


THANKS = gettext_noop("Thank you for telling us what went wrong.\n\n{{ answer }}")
_DECISION = Plain("complaint_decision", gettext_noop("Our answer to your complaint (%s)"), THANKS)
# Which mail belongs to which line of the log.
MAILS = {
    EventKind.ACKNOWLEDGED: Plain(
        "complaint_acknowledged", gettext_noop("We have your complaint (%s)"), HEARD
    ),
    EventKind.UPDATED: Plain("complaint_update", gettext_noop("News about your complaint (%s)")),
    EventKind.DECIDED: _DECISION,
    EventKind.CLOSED: _DECISION,
    EventKind.CHASED: Plain("complaint_chase", gettext_noop("We wait for your answer (%s)")),
}


# The last of those that ask again says that it will be closed.
_NOTICE = Plain("complaint_notice", gettext_noop("We are about to close your complaint (%s)"))


class NoAddress(Exception):
    """We know no e-mail address of whoever complained."""


def address_of(complaint: Complaint) -> str:
    """Where a mail goes: whence the complaint came, else to the customer's first address."""
    if complaint.contact_email or complaint.customer is None:
        return complaint.contact_email
    first = complaint.customer.emails.first()
    return first.address if first else ""


def why_no_mail(complaint: Complaint, now: datetime) -> SkipReason | None:
    """Why a mail to them would not leave; None where nothing is against it."""
    mail = Message(
        customer=complaint.customer,
        message_class=MessageClass.TRANSACTIONAL,
        to_email=complaint.contact_email,
    )
    return why_not_to_them(mail, complaint.customer, now)


def mail_event(complaint: Complaint, event: ComplaintEvent, *, by: User | None) -> Message:
    """Plan the mail of this line of the log. Raises NoAddress. Twice is once."""
    if not address_of(complaint):
        raise NoAddress
    plain = _plain(event)
    template = EmailTemplate.objects.in_use().filter(key=plain.purpose).exclude(current=None).first()
    draft = Draft(
        dedupe_key=key_of(event),
        message_class=MessageClass.TRANSACTIONAL,
        purpose=plain.purpose,
        about=audit.label(complaint),
        template=template,
        context=_said(complaint, event),
        priority=PRIORITY,
        to_email=complaint.contact_email,
    )
    draft = draft if template else _in_plain_words(draft, complaint, plain)
    return plan_message(draft, customer=complaint.customer, by=by)


def key_of(event: ComplaintEvent) -> str:
    """What names the mail of this line of the log for ever."""
    return f"{_plain(event).purpose}:{event.pk}"


def call_mails_off(complaint: Complaint, *, by: User | None) -> int:
    """Keep here what has not left yet."""
    return cancel_messages(about=audit.label(complaint), by=by)


def _plain(event: ComplaintEvent) -> Plain:
    is_notice = event.kind == EventKind.CHASED and event.step.endswith(f":{NOTICE}")
    return _NOTICE if is_notice else MAILS[EventKind(event.kind)]


def _said(complaint: Complaint, event: ComplaintEvent) -> dict[str, str]:
    said = {"complaint": complaint.story, "answer": event.text, "reference": complaint.reference}
    if event.promised_at:
        with translation.override(language_of(complaint)):
            said["next_news_on"] = date_format(timezone.localtime(event.promised_at), "l, j F")
    if complaint.customer is None and complaint.contact_name:
        said |= {"name": complaint.contact_name, "first_name": complaint.contact_name}
    return said


def _in_plain_words(draft: Draft, complaint: Complaint, plain: Plain) -> Draft:
    with translation.override(language_of(complaint)):
        body = plain.body if plain.body == ANSWER else _(plain.body)
        return replace(draft, subject=_(plain.subject) % complaint.reference, body=body)


def language_of(complaint: Complaint) -> str:
    """The customer's, else the shop's."""
    shop = ShopSettings.current()
    return (complaint.customer.language if complaint.customer else "") or (shop.language if shop else "en")
