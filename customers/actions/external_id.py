"""What other systems call a customer."""

from collections.abc import Sequence

from django.db import transaction

from crm.shop.actions import audit
from crm.shop.models import User
from customers.actions.search_word import write_search_words
from customers.models import Customer, ExternalId


@transaction.atomic
def add_external_ids(customer: Customer, names: Sequence[tuple[str, str]], *, by: User | None) -> None:
    """Keep (source, number there) for this customer; a name they have already stays."""
    known = set(customer.external_ids.values_list("source", "value")) if names else set()
    new = [name for name in dict.fromkeys(names) if name not in known]
    if not new:
        return
    ExternalId.objects.bulk_create(
        ExternalId(customer=customer, source=source, value=value) for source, value in new
    )
    write_search_words([customer.pk])
    audit.record("customer.edited", customer, by=by, fields=["external_ids"])
