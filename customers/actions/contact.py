"""The lists of a customer: phones, e-mails, tags, in the order people gave them."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from crm.shop.actions import audit
from crm.shop.models import User
from crm.web.insert import insert
from customers.actions.revision import write_revisions
from customers.actions.tag import find_or_make_tags
from customers.details import Details
from customers.models import Customer, Email, Household, Phone, QuickFact


def phones_of(customer: Customer) -> list[str]:
    return list(customer.phones.values_list("number", flat=True))


def emails_of(customer: Customer) -> list[str]:
    return list(customer.emails.values_list("address", flat=True))


def tags_of(customer: Customer) -> list[str]:
    return [tag.name for tag in customer.tags.all()]


def _write_phones(customer: Customer, numbers: list[str]) -> None:
    customer.phones.exclude(number__in=numbers).delete()
    for position, number in enumerate(dict.fromkeys(numbers)):
        Phone.objects.update_or_create(customer=customer, number=number, defaults={"position": position})


def _write_emails(customer: Customer, addresses: list[str]) -> None:
    customer.emails.exclude(address__in=addresses).delete()
    for position, address in enumerate(dict.fromkeys(addresses)):
        Email.objects.update_or_create(customer=customer, address=address, defaults={"position": position})


def _write_tags(customer: Customer, names: list[str]) -> None:
    customer.tags.set(find_or_make_tags(names))


def household_of(customer: Customer) -> str:
    return customer.household.name if customer.household else ""


def set_household(customer: Customer, name: str) -> None:
    """Households are told apart by their name; a new name makes a new one."""
    known = Household.objects.filter(name__iexact=name).order_by("pk").first() if name else None
    customer.household = known or (Household.objects.create(name=name) if name else None)


def write_first_contacts(customer: Customer, details: Details) -> None:
    """Of somebody who is new: nothing of theirs has to be looked for or taken away."""
    numbers = enumerate(dict.fromkeys(details.get("phones", [])))
    addresses = enumerate(dict.fromkeys(details.get("emails", [])))
    phones = [Phone(customer=customer, number=said, position=place) for place, said in numbers]
    emails = [Email(customer=customer, address=said, position=place) for place, said in addresses]
    insert(*phones, *emails)
    if details.get("tags"):
        _write_tags(customer, details["tags"])


READERS: dict[str, Callable[[Customer], Any]] = {
    "household": household_of,
    "phones": phones_of,
    "emails": emails_of,
    "tags": tags_of,
}
WRITERS: dict[str, Callable[[Customer, Any], None]] = {
    "household": set_household,
    "phones": _write_phones,
    "emails": _write_emails,
    "tags": _write_tags,
}


@transaction.atomic
def add_quick_fact(customer: Customer, *, kind: str, text: str, by: User) -> QuickFact:
    """Note something worth knowing at a glance; the same fact twice is one."""
    Customer.objects.select_for_update().get(pk=customer.pk)
    fact, is_new = QuickFact.objects.get_or_create(customer=customer, kind=kind, text=text)
    if is_new:
        audit.record("quick_fact.added", customer, by=by, fields=[kind])
    return fact


@transaction.atomic
def remove_quick_fact(fact: QuickFact, *, by: User) -> None:
    """Forget a fact that is no longer true; its words stay in the revisions, to be put back from there."""
    if QuickFact.objects.filter(pk=fact.pk).delete()[0]:
        write_revisions(fact.customer, fact, {fact.kind: (fact.text, None)}, version=None, by=by)
        audit.record("quick_fact.removed", fact.customer, by=by, fields=[fact.kind])
