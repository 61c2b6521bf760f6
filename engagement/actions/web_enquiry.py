"""A question from the page that anybody may open."""

from django.db import transaction

from customers.models import Customer
from engagement.actions.enquiry import Asked, close_enquiry, open_enquiry
from engagement.models import Enquiry


@transaction.atomic
def take_web_enquiry(asked: Asked, *, is_spam: bool, by: None = None) -> Enquiry:
    """It waits for an answer; what a program wrote is put away, where people can still find it."""
    enquiry = open_enquiry(asked, by=by)
    return close_enquiry(enquiry, as_spam=True, by=by) if is_spam else enquiry


def customer_reached_by(email: str, phone: str) -> Customer | None:
    """The one customer whom all that was typed belongs to.

    Whoever types somebody else's number beside an address of their own is taken for nobody: what we
    know of that customer must not colour an answer that goes to a stranger.
    """
    found = Customer.objects.all()
    if email:
        found = found.filter(emails__address=email)
    if phone:
        found = found.filter(phones__number=phone)
    known = list(found.distinct()[:2]) if email or phone else []
    return known[0] if len(known) == 1 else None
