"""Giving a customer everything we hold on them, which is always written down."""

from crm.shop.actions import audit
from crm.shop.models import User
from customers.models import Customer
from customers.personal_file.gathering import PersonalFile


def note_disclosure(customer: Customer, whole: PersonalFile, *, by: User | None) -> None:
    """Write down that it left the house: how many rows and files, nothing of what they say."""
    counts = {"rows": sum(section.count for section in whole.sections), "files": len(whole.files)}
    audit.record("customer.disclosed", customer, by=by, counts=counts)
