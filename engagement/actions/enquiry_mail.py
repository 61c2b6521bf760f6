"""The answer to a question as a mail, through the one door."""

from django.utils import translation
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.models import ShopSettings, User
from engagement.actions.message import Draft, cancel_messages, plan_message
from engagement.models import EmailTemplate, Enquiry, Message, MessageClass

PURPOSE = "enquiry_answer"
PRIORITY = 5  # somebody waits for it
BODY = "{{ answer }}"


class NoAddress(Exception):
    """We know no e-mail address of whoever asked."""


def address_of(enquiry: Enquiry) -> str:
    """Where an answer goes: whence the question came, else to the customer's first address."""
    if enquiry.sender_email or enquiry.customer is None:
        return enquiry.sender_email
    first = enquiry.customer.emails.first()
    return first.address if first else ""


def mail_answer(enquiry: Enquiry, *, by: User | None) -> Message:
    """Plan it. Raises NoAddress."""
    address = address_of(enquiry)
    if not address:
        raise NoAddress
    template = EmailTemplate.objects.in_use().filter(key=PURPOSE).exclude(current=None).first()
    said = {"question": enquiry.question, "answer": enquiry.answer}
    if enquiry.customer is None and enquiry.sender_name:
        said |= {"name": enquiry.sender_name, "first_name": enquiry.sender_name}
    draft = Draft(
        dedupe_key=f"{PURPOSE}:{enquiry.pk}:{enquiry.reopened_count}",
        message_class=MessageClass.TRANSACTIONAL,
        purpose=PURPOSE,
        about=audit.label(enquiry),
        template=template,
        subject="" if template else _subject(enquiry),
        body="" if template else BODY,
        context=said,
        priority=PRIORITY,
        to_email=enquiry.sender_email,
    )
    return plan_message(draft, customer=enquiry.customer, by=by)


def call_answer_off(enquiry: Enquiry, *, by: User | None) -> int:
    """Keep an answer here that has not left yet."""
    return cancel_messages(about=audit.label(enquiry), purpose=PURPOSE, by=by)


def _subject(enquiry: Enquiry) -> str:
    shop = ShopSettings.current()
    language = (enquiry.customer.language if enquiry.customer else "") or (shop.language if shop else "en")
    with translation.override(language):
        return _("Your question")
