"""A mail that asks something becomes a question with a clock."""

from crm.shop.models import User
from customers.models import Channel
from engagement.actions.enquiry import Asked, open_enquiry
from engagement.inbound.asking import takes_questions
from engagement.models import Enquiry, InboundMail


@takes_questions
def question_of(mail: InboundMail, by: User | None) -> Enquiry:
    """Once for each mail; also of somebody we do not know."""
    asked = Asked(
        question="\n".join(part for part in (mail.subject, mail.text) if part),
        channel=Channel.EMAIL,
        customer=mail.customer,
        sender_name=mail.from_name,
        sender_email=mail.from_email,
        received_at=mail.received_at,
        cause=f"engagement.inboundmail:{mail.pk}",
    )
    return open_enquiry(asked, by=by)
