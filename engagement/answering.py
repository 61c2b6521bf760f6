"""May the answer to a question leave as a mail?"""

from django.utils import timezone

from engagement.eligibility import why_not_to_them
from engagement.models import Enquiry, Message, MessageClass, SkipReason


def why_no_mail(enquiry: Enquiry) -> str:
    """Why a mail to whoever asked would not leave, in words; empty where nothing is against it."""
    mail = Message(
        customer=enquiry.customer,
        message_class=MessageClass.TRANSACTIONAL,
        to_email=enquiry.sender_email,
    )
    reason = why_not_to_them(mail, enquiry.customer, timezone.now())
    return str(SkipReason(reason).label) if reason else ""
