"""Writing down what a customer said yes or no to."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from customers.consent_state import state_of
from customers.models import Consent, Customer


@dataclass(frozen=True)
class Answer:
    """What they said, how they were asked, and where; `at` None means now."""

    channel: str
    topic: str
    is_given: bool
    source: str
    wording: str = ""
    at: datetime | None = None


@transaction.atomic
def record_consent(customer: Customer, answer: Answer, *, by: User | None) -> Consent | None:
    """Append an answer; the same answer as the standing one is not written again."""
    Customer.objects.select_for_update().get(pk=customer.pk)
    standing = state_of(customer).get((answer.channel, answer.topic))
    if standing is not None and standing.is_given == answer.is_given:
        return None
    written = Consent.objects.create(
        customer=customer,
        channel=answer.channel,
        topic=answer.topic,
        is_given=answer.is_given,
        wording=answer.wording,
        source=answer.source,
        at=answer.at or timezone.now(),
        by=by,
    )
    verb = "consent.given" if answer.is_given else "consent.withdrawn"
    audit.record(verb, customer, by=by, fields=[answer.channel, answer.topic])
    return written
