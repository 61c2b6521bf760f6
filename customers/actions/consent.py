"""Writing down what a customer said yes or no to."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from customers.consent_state import state_of
from customers.models import Consent, Customer


@transaction.atomic
def record_consent(
    customer: Customer,
    *,
    channel: str,
    topic: str,
    is_given: bool,
    source: str,
    by: User | None,
    wording: str = "",
    at: datetime | None = None,
) -> Consent | None:
    """Append an answer; the same answer as the standing one is not written again."""
    Customer.objects.select_for_update().get(pk=customer.pk)
    standing = state_of(customer).get((channel, topic))
    if standing is not None and standing.is_given == is_given:
        return None
    answer = Consent.objects.create(
        customer=customer,
        channel=channel,
        topic=topic,
        is_given=is_given,
        wording=wording,
        source=source,
        at=at or timezone.now(),
        by=by,
    )
    audit.record("consent.given" if is_given else "consent.withdrawn", customer, by=by, fields=[channel, topic])
    return answer
