"""The answers to questions that left by mail."""

from crm.demo.letters import Letter
from crm.demo.mail_words import Templates
from crm.shop.actions import audit
from customers.models import Channel
from engagement.actions.enquiry_mail import PRIORITY, PURPOSE
from engagement.actions.message import Draft
from engagement.models import Enquiry, MessageClass


def answer_letters(templates: Templates) -> list[Letter]:
    """One for each question that came by mail and was answered."""
    asked = Enquiry.objects.filter(channel=Channel.EMAIL, customer__isnull=False).exclude(answered_at=None)
    found = (
        asked.select_related("customer", "answered_by").prefetch_related("customer__emails").order_by("pk")
    )
    return [_letter(enquiry, templates) for enquiry in found]


def _letter(enquiry: Enquiry, templates: Templates) -> Letter:
    assert enquiry.customer and enquiry.answered_at  # noqa: S101, PT018 - it was asked for like that
    draft = Draft(
        dedupe_key=f"{PURPOSE}:{enquiry.pk}:0",
        message_class=MessageClass.TRANSACTIONAL,
        purpose=PURPOSE,
        about=audit.label(enquiry),
        template=templates[PURPOSE],
        context={"question": enquiry.question, "answer": enquiry.answer},
        priority=PRIORITY,
    )
    address = enquiry.customer.emails.all()[0].address
    return Letter(draft, enquiry.customer, address, enquiry.answered_at, by=enquiry.answered_by)
