"""What we write to whoever complained, as mails through the one door."""

from dataclasses import dataclass, replace

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from crm.shop.actions import audit
from crm.shop.models import ShopSettings, User
from engagement.actions.message import Draft, cancel_messages, plan_message
from engagement.models import EmailTemplate, Message, MessageClass
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


_DECISION = Plain("complaint_decision", gettext_noop("Our answer to your complaint (%s)"))
# Which mail belongs to which line of the log.
MAILS = {
    EventKind.ACKNOWLEDGED: Plain(
        "complaint_acknowledged", gettext_noop("We have your complaint (%s)"), HEARD
    ),
    EventKind.UPDATED: Plain("complaint_update", gettext_noop("News about your complaint (%s)")),
    EventKind.DECIDED: _DECISION,
    EventKind.CLOSED: _DECISION,
}


class NoAddress(Exception):
    """We know no e-mail address of whoever complained."""


def address_of(complaint: Complaint) -> str:
    """Where a mail goes: whence the complaint came, else to the customer's first address."""
    if complaint.contact_email or complaint.customer is None:
        return complaint.contact_email
    first = complaint.customer.emails.first()
    return first.address if first else ""


def mail_event(complaint: Complaint, event: ComplaintEvent, *, by: User | None) -> Message:
    """Plan the mail of this line of the log. Raises NoAddress. Twice is once."""
    if not address_of(complaint):
        raise NoAddress
    plain = MAILS[EventKind(event.kind)]
    template = EmailTemplate.objects.in_use().filter(key=plain.purpose).exclude(current=None).first()
    draft = Draft(
        dedupe_key=f"{plain.purpose}:{event.pk}",
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


def call_mails_off(complaint: Complaint, *, by: User | None) -> int:
    """Keep here what has not left yet."""
    return cancel_messages(about=audit.label(complaint), by=by)


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
