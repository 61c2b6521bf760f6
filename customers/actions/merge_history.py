"""What a merge or its undo changes about whoever is kept, as every edit is remembered."""

from typing import Any

from crm.shop.models import User
from customers.actions.revision import json_value, write_revisions
from customers.merging.choices import chosen_values
from customers.models import Customer


def as_kept(customer: Customer) -> dict[str, Any]:
    """What they say about themselves, in a form that a revision keeps."""
    return {name: json_value(value) for name, value in chosen_values(customer, customer, {}).items()}


def note_new_version(customer: Customer, before: dict[str, Any], author: User | None) -> None:
    """Whoever has the form open is told when they changed the same; what was said before stays readable."""
    customer.version += 1
    Customer.objects.filter(pk=customer.pk).update(version=customer.version)
    after = as_kept(customer)
    moves = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
    write_revisions(customer, customer, moves, version=customer.version, by=author)
