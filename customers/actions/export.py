"""Handing customers out of the house, which is always written down."""

from crm.shop.actions import audit
from crm.shop.models import User
from customers.models.customer import CustomerQuerySet


def note_export(customers: CustomerQuerySet, *, is_for_import: bool, by: User) -> int:
    """Write down that so many customers leave the house now; how many."""
    count = customers.count()
    verb = "customer.exported_for_import" if is_for_import else "customer.exported"
    audit.record(verb, by=by, counts={"customers": count})
    return count
