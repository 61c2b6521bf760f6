"""A complaint from the page that anybody may open."""

from django.db import transaction

from crm.shop.models import User
from customers.models import Channel
from engagement.actions.enquiry import Asked
from engagement.actions.web_enquiry import take_web_enquiry
from feedback.actions.complaint import Taken, take_complaint
from feedback.models import Complaint


@transaction.atomic
def take_web_complaint(taken: Taken, *, is_spam: bool, by: User | None = None) -> Complaint | None:
    """It is taken like any other; what a program wrote is put away with the other spam, where people find it.

    No mail leaves by itself: whoever filled the form in could have it sent to anybody.
    """
    if not is_spam:
        return take_complaint(taken, by=by)
    asked = Asked(
        taken.story,
        Channel.WEB,
        sender_name=taken.contact_name,
        sender_email=taken.contact_email,
        sender_phone=taken.contact_phone,
        cause=taken.cause,
    )
    take_web_enquiry(asked, is_spam=True)
    return None
