"""Saying how often the shop wants to be in touch."""

from django.db import transaction

from crm.shop.actions import audit
from crm.shop.models import User
from customers.models import Customer
from engagement.models import Cadence


@transaction.atomic
def set_cadence(customer: Customer, *, every_days: int | None, by: User | None) -> None:
    """Every so many days; None leaves it to their tags, the shop and their own rhythm. Twice is once."""
    Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    standing = Cadence.objects.filter(customer=customer)
    if standing.values_list("every_days", flat=True).first() == every_days:
        return
    if every_days is None:
        standing.delete()
    else:
        Cadence.objects.update_or_create(customer=customer, defaults={"every_days": every_days, "set_by": by})
    audit.record("cadence.set" if every_days else "cadence.cleared", customer, by=by)
