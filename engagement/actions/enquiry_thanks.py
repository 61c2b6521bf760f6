"""Thanking somebody who asked and did not buy: one tap, two lines."""

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from customers.actions.interaction import Entry, log_interaction, withdraw_interaction
from customers.kinds import ASKED_DID_NOT_BUY, THANK_YOU
from customers.models import Customer
from engagement.models import Enquiry

KINDS = (ASKED_DID_NOT_BUY, THANK_YOU)


@transaction.atomic
def thank_for_asking(customer: Customer, *, enquiry: Enquiry | None = None, by: User | None) -> None:
    """They asked and did not buy, and we thanked them; of one question, or of one day, that is once."""
    now = timezone.now()
    for kind in KINDS:
        entry = Entry(kind=kind.key, at=now, about=_cause(customer, enquiry))
        log_interaction(customer, entry, by=by)


@transaction.atomic
def take_thanks_back(customer: Customer, *, enquiry: Enquiry | None = None, by: User | None) -> None:
    """It was not so. Twice is once."""
    for kind in KINDS:
        withdraw_interaction(customer, kind=kind.key, about=_cause(customer, enquiry), by=by)


def _cause(customer: Customer, enquiry: Enquiry | None) -> str:
    if enquiry is not None:
        return audit.label(enquiry)
    return f"engagement.asking.{timezone.localdate().isoformat()}:{customer.pk}"
