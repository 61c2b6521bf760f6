"""What a merge or its undo changes about whoever is kept, as every edit is remembered."""

from datetime import datetime
from typing import Any

from crm.shop.actions import audit
from crm.shop.models import User
from customers.actions.revision import json_value, write_revisions
from customers.merging.choices import chosen_values
from customers.models import Customer, Revision


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


def forget_what_the_other_said(kept: Customer, gone: Customer, since: datetime) -> None:
    """Two people after all: what only the other one says goes from the history of the one who was kept.

    That something changed stays, for whoever has the form open.
    """
    mine, theirs = _as_said(kept), _as_said(gone)
    told = Revision.objects.filter(customer=kept, about=audit.label(kept), at__gte=since)
    for revision in told.filter(field__in=theirs):
        own, other = mine[revision.field], theirs[revision.field]
        before, after = (_without(value, other, own) for value in (revision.before, revision.after))
        if (before, after) != (revision.before, revision.after):
            Revision.objects.filter(pk=revision.pk).update(before=before, after=after)


def _as_said(customer: Customer) -> dict[str, Any]:
    phones = list(customer.phones.values_list("number", flat=True))
    return as_kept(customer) | {
        "phones": phones,
        "emails": list(customer.emails.values_list("address", flat=True)),
        "card_code": customer.card_code,
    }


def _without(value: Any, other: Any, own: Any) -> Any:
    """The value, or of a list or of many answers what is left of it."""
    if isinstance(value, list) and isinstance(other, list):
        return [each for each in value if each not in other or each in own]
    if isinstance(value, dict) and isinstance(other, dict):
        return {
            name: each for name, each in value.items() if other.get(name) != each or own.get(name) == each
        }
    return None if value == other != own else value
