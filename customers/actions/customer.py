"""Adding and changing customers, with history."""

from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from crm.web.insert import insert
from customers.actions.contact import READERS, WRITERS, set_household, write_first_contacts
from customers.actions.revision import Moves, json_value, write_revisions
from customers.actions.search_word import write_search_words
from customers.cleaning import fold
from customers.conflict import changes_since
from customers.details import APART, PLAIN, Details
from customers.models import Customer
from customers.models.customer import NAMELESS
from customers.stale import SomebodyWasFaster

# What somebody can be found by; external ids come only with imports.
FOUND_BY = frozenset(
    ["given_name", "family_name", "preferred_name", "company", "phones", "emails", "card_code"]
)


class NothingToGoBy(Exception):
    """A customer needs at least one of: a name, a phone number, an e-mail, a card code."""


@transaction.atomic
def create_customer(details: Details, *, by: User | None) -> Customer:
    """Add a customer; a phone number alone is enough.

    Raises NothingToGoBy when there is no way to tell them from anybody else.
    """
    _refuse_nobody(details)
    customer = Customer(created_by=by, **{name: details[name] for name in PLAIN if name in details})  # type: ignore[literal-required]
    customer.sort_key = sort_key(customer)
    if details.get("household"):
        set_household(customer, details["household"])
    insert(customer)
    write_first_contacts(customer, details)
    write_search_words([customer.pk])
    given = [name for name, value in details.items() if value]
    audit.record("customer.created", customer, by=by, fields=given)
    return customer


@transaction.atomic
def edit_customer(customer: Customer, details: Details, *, version: int, by: User | None) -> Customer:
    """Write what is new; saying the same again changes nothing.

    Fields that only a colleague has changed since `version` keep the colleague's words.
    Raises SomebodyWasFaster when both have changed the same field.
    """
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    details = _keep_what_others_wrote(customer, details, version)
    moves = _moves(customer, details)
    if not moves:
        return customer
    for name in moves:
        _write(customer, name, details)
    customer.sort_key = sort_key(customer)
    customer.version += 1
    customer.save()
    if FOUND_BY & moves.keys():
        write_search_words([customer.pk])
    write_revisions(customer, customer, moves, version=customer.version, by=by)
    audit.record("customer.edited", customer, by=by, fields=moves)
    return customer


@transaction.atomic
def set_do_not_disturb(customer: Customer, *, quiet: bool, by: User | None) -> Customer:
    """Leave this customer in peace, or stop doing so."""
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    if (customer.do_not_disturb_since is not None) == quiet:
        return customer
    before = customer.do_not_disturb_since
    customer.do_not_disturb_since = timezone.now() if quiet else None
    customer.version += 1
    customer.save(update_fields=["do_not_disturb_since", "version"])
    after = customer.do_not_disturb_since
    moves = {"do_not_disturb_since": (json_value(before), json_value(after))}
    write_revisions(customer, customer, moves, version=customer.version, by=by)
    audit.record("customer.quietened" if quiet else "customer.unquietened", customer, by=by)
    return customer


def sort_key(customer: Customer) -> str:
    """Folded family name, first name, whatever else they are called by; nameless people come last."""
    parts = (customer.family_name, customer.given_name, customer.preferred_name, customer.company)
    return fold(" ".join(part for part in parts if part))[:300] or NAMELESS


def _refuse_nobody(details: Details) -> None:
    ways = ("given_name", "family_name", "preferred_name", "company", "card_code", "phones", "emails")
    if not any(details.get(way) for way in ways):
        raise NothingToGoBy


def _moves(customer: Customer, details: Details) -> Moves:
    """{field: (before, after)} of what would change, in a form that JSON keeps."""
    moves: dict[str, tuple[Any, Any]] = {}
    for name, after in details.items():
        before = READERS[name](customer) if name in APART else getattr(customer, name)
        if json_value(before) != json_value(after):
            moves[name] = (json_value(before), json_value(after))
    return moves


def _keep_what_others_wrote(customer: Customer, details: Details, version: int) -> Details:
    """Leave out the fields that only somebody else has changed since this version."""
    as_opened: dict[str, Any] = {}
    for revision in changes_since(customer, version):
        as_opened.setdefault(revision.field, revision.before)
    mine = {name: value for name, value in details.items() if json_value(value) != as_opened.get(name, ...)}
    both = [name for name in _moves(customer, cast("Details", mine)) if name in as_opened]
    if both:
        raise SomebodyWasFaster(version, both)
    return cast("Details", mine)


def _write(customer: Customer, name: str, details: Details) -> None:
    value = details[name]  # type: ignore[literal-required]
    if name in APART:
        WRITERS[name](customer, value)
    else:
        setattr(customer, name, value)
