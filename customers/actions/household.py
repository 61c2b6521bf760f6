"""Who lives together, with one address; and who buys for whom."""

from typing import cast

from django.db import transaction

from crm.shop.actions import audit
from crm.shop.models import User
from customers.actions.customer import edit_customer
from customers.details import Details
from customers.merging.choices import ADDRESS
from customers.models import BuysFor, Customer


class BuysForThemselves(Exception):
    """Nobody is written down as buying for themselves."""


@transaction.atomic
def live_together(customer: Customer, *, with_whom: Customer, by: User | None) -> Customer:
    """They are one household from now on: the one that `with_whom` has, or a new one. Twice is once."""
    held = Customer.objects.select_for_update().filter(pk__in=[customer.pk, with_whom.pk]).order_by("pk")
    both = {each.pk: each for each in held}
    customer, with_whom = both[customer.pk], both[with_whom.pk]
    home = with_whom.household or customer.household
    name = home.name if home else f"{with_whom} & {customer}"[:120]
    for each in (with_whom, customer):
        edit_customer(each, {"household": name}, version=each.version, by=by)
    return Customer.objects.get(pk=customer.pk)


@transaction.atomic
def leave_household(customer: Customer, *, by: User | None) -> Customer:
    """They live elsewhere now."""
    return edit_customer(customer, {"household": ""}, version=customer.version, by=by)


@transaction.atomic
def share_address(customer: Customer, *, by: User | None) -> int:
    """Everybody in the household lives where this one does; how many were told."""
    if customer.household_id is None:
        return 0
    address = cast("Details", {name: getattr(customer, name) for name in ADDRESS})
    others = Customer.objects.select_for_update().filter(household=customer.household_id)
    told = list(others.exclude(pk=customer.pk).order_by("pk"))
    for other in told:
        edit_customer(other, address, version=other.version, by=by)
    return len(told)


@transaction.atomic
def note_buying_for(buyer: Customer, *, receiver: Customer, note: str, by: User | None) -> BuysFor:
    """This customer buys for that one; once for each, the newest note stands.

    Raises BuysForThemselves.
    """
    if buyer.pk == receiver.pk:
        raise BuysForThemselves
    Customer.objects.select_for_update(no_key=True).get(pk=buyer.pk)
    row, is_new = BuysFor.objects.get_or_create(buyer=buyer, receiver=receiver, defaults={"note": note})
    if is_new or row.note != note:
        row.note = note
        row.save(update_fields=["note"])
        audit.record("buys_for.noted", buyer, by=by)
    return row


@transaction.atomic
def forget_buying_for(row: BuysFor, *, by: User | None) -> None:
    """They do not any more."""
    if BuysFor.objects.filter(pk=row.pk).delete()[0]:
        audit.record("buys_for.forgotten", row.buyer, by=by)
