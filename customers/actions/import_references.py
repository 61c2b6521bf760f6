"""Who the file means: its names for customers, matched to ours, and new customers for new names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from crm.shop.models import User
from customers.actions.customer import sort_key
from customers.actions.search_word import write_search_words
from customers.importing.customer_rows import name_parts
from customers.models import Customer, Email, ExternalId, Phone


class Reference(NamedTuple):
    """What a sales file calls a customer."""

    kind: str
    who: str
    country: str = ""
    name: str = ""


@dataclass(frozen=True)
class Known:
    """Whom the references name; None where several customers share an address or a number."""

    customers: dict[tuple[str, str], int | None]
    unknown: list[Reference]


NAMED = """
    SELECT who_kind, who, (array_agg(country))[1],
           coalesce((array_agg(who_name ORDER BY number) FILTER (WHERE who_name <> ''))[1], '')
    FROM customers_importline
    WHERE data_import_id = %(import)s AND anchor > %(after)s AND anchor <= %(to)s
        AND who <> '' AND outcome <> 'refused'
    GROUP BY who_kind, who
    ORDER BY min(number)
"""


def references_of(import_id: int, *, after: int, to: int) -> list[Reference]:
    """Everybody a part of the file names, with a country it gives them."""
    with connection.cursor() as cursor:
        cursor.execute(NAMED, {"import": import_id, "after": after, "to": to})
        return [Reference(*row) for row in cursor.fetchall()]


def find_customers(references: Sequence[Reference], source: str) -> Known:
    """Match references to customers, set-based."""
    found: dict[tuple[str, str], int | None] = {}
    for kind, rows in _owners(references, source).items():
        for who, customer_id in rows:
            key = (kind, who)
            found[key] = None if found.get(key, customer_id) != customer_id else customer_id
    return Known(found, [ref for ref in references if (ref.kind, ref.who) not in found])


def _owners(references: Sequence[Reference], source: str) -> dict[str, Iterable[tuple[str, int]]]:
    named: dict[str, list[str]] = {"external": [], "email": [], "phone": []}
    for reference in references:
        named[reference.kind].append(reference.who)
    external = ExternalId.objects.filter(source=source, value__in=named["external"])
    emails = Email.objects.filter(address__in=named["email"])
    phones = Phone.objects.filter(number__in=named["phone"])
    return {
        "external": external.values_list("value", "customer_id") if named["external"] else [],
        "email": emails.values_list("address", "customer_id") if named["email"] else [],
        "phone": phones.values_list("number", "customer_id") if named["phone"] else [],
    }


def make_customers(
    references: Sequence[Reference], *, source: str, by: User | None
) -> dict[tuple[str, str], int | None]:
    """A customer for each reference that named nobody yet."""
    customers = Customer.objects.bulk_create(_customer(reference, by) for reference in references)
    pairs = list(zip(references, customers, strict=True))
    ExternalId.objects.bulk_create(_rows(ExternalId, "external", "value", pairs, source=source))
    Email.objects.bulk_create(_rows(Email, "email", "address", pairs))
    Phone.objects.bulk_create(_rows(Phone, "phone", "number", pairs))
    write_search_words(customer.pk for customer in customers)
    return {(reference.kind, reference.who): customer.pk for reference, customer in pairs}


def _customer(reference: Reference, by: User | None) -> Customer:
    """As much of them as the file says."""
    customer = Customer(created_by=by, country=reference.country, **name_parts(reference.name))
    customer.sort_key = sort_key(customer)
    return customer


def _rows(
    model: type[Any], kind: str, field: str, pairs: Iterable[tuple[Reference, Customer]], **rest: Any
) -> list[Any]:
    return [
        model(customer=customer, **{field: reference.who}, **rest)
        for reference, customer in pairs
        if reference.kind == kind
    ]
