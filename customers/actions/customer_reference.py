"""Whom a program means: by phone, e-mail, card, or what it calls a customer itself."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection, models, transaction

from crm.shop.actions import audit
from crm.shop.models import User
from customers.actions.search_word import write_search_words
from customers.models import Customer, Email, ExternalId, Phone

# The surest first.
KINDS = ("id", "card_code", "external_id", "email", "phone")
# What the trail calls them.
FIELDS = {"card_code": "card_code", "external_id": "external_ids", "email": "emails", "phone": "phones"}
# Held to the end of the transaction: two tills that meet a stranger at once make one customer.
LOCK = """
    SELECT pg_advisory_xact_lock(key) FROM (
        SELECT DISTINCT hashtextextended(who, 0) AS key FROM unnest(%s::text[]) AS who ORDER BY 1
    ) AS keys
"""


class Reference(NamedTuple):
    """One name for a customer; `source` says whose name it is, where it is a program's own."""

    kind: str
    value: str
    source: str = ""


Names = tuple[Reference, ...]  # all names of one person, the surest first
Found = Mapping[Reference, int | None]  # None: several customers share it


def find_referred(references: Collection[Reference]) -> Found:
    """The customers these references name, set-based; whom nobody knows is left out."""
    found: dict[Reference, int | None] = {}
    for reference, customer_id in _owners(references):
        found[reference] = None if found.get(reference, customer_id) != customer_id else customer_id
    return found


def owners_of(reference: Reference) -> set[int]:
    """Everybody who goes by this name: people who live together share a phone."""
    return {customer_id for _reference, customer_id in _owners([reference])}


def _owners(references: Collection[Reference]) -> Iterable[tuple[Reference, int]]:
    named: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for reference in references:
        named[reference.kind].append(reference.value)
    for kind, values in named.items():
        if not values or kind == "external_id":
            continue
        for value, customer_id in _rows(kind, values):
            yield Reference(kind, str(value)), customer_id
    if named["external_id"]:
        yield from _by_external_id(references)


def _rows(kind: str, values: list[str]) -> Iterable[tuple[Any, int]]:
    if kind == "email":
        return Email.objects.filter(address__in=values).values_list("address", "customer_id")
    if kind == "phone":
        return Phone.objects.filter(number__in=values).values_list("number", "customer_id")
    return Customer.objects.filter(**{f"{kind}__in": values}).values_list(kind, "pk")


def _by_external_id(references: Collection[Reference]) -> Iterable[tuple[Reference, int]]:
    named = [reference for reference in references if reference.kind == "external_id"]
    rows = ExternalId.objects.filter(
        source__in={reference.source for reference in named}, value__in=[each.value for each in named]
    )
    wanted = set(named)
    for source, value, customer_id in rows.values_list("source", "value", "customer_id"):
        if (reference := Reference("external_id", value, source)) in wanted:
            yield reference, customer_id


ROWS: Mapping[str, Callable[[Reference, Customer], models.Model]] = {
    "external_id": lambda name, who: ExternalId(customer=who, source=name.source, value=name.value),
    "email": lambda name, who: Email(customer=who, address=name.value),
    "phone": lambda name, who: Phone(customer=who, number=name.value),
}


@transaction.atomic
def find_or_make(people: Collection[Names], *, by: User | None) -> Found:
    """The same, with a new customer for everybody of whose names we know none.

    An `id` is never made up.
    """
    asked = {name for names in people for name in names}
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [["\n".join(("customer", *name)) for name in asked]])
    found = find_referred(asked)
    unknown: dict[Reference, Names] = {}
    for names in people:
        own = tuple(name for name in names if name.kind != "id")
        if own and not any(name in found for name in names):
            unknown.setdefault(own[0], own)
    return {**found, **_make(list(unknown.values()), by=by)}


def _make(unknown: Sequence[Names], *, by: User | None) -> dict[Reference, int]:
    """Customers of whom this is all we know, set-based."""
    if not unknown:
        return {}
    customers = Customer.objects.bulk_create(
        Customer(
            created_by=by, card_code=next((each.value for each in names if each.kind == "card_code"), None)
        )
        for names in unknown
    )
    whose = {name: customer for names, customer in zip(unknown, customers, strict=True) for name in names}
    for kind, make in ROWS.items():
        rows = [make(name, customer) for name, customer in whose.items() if name.kind == kind]
        if rows:
            type(rows[0])._default_manager.bulk_create(rows)
    write_search_words([customer.pk for customer in customers])
    audit.record(
        "customer.created",
        customers[0] if len(customers) == 1 else "",
        by=by,
        fields={FIELDS[name.kind] for name in whose},
        counts={"customers": len(customers)},
    )
    return {name: customer.pk for name, customer in whose.items()}
