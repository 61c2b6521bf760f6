"""One promise to many: to each of them their own."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from crm.shop.models import User
from customers.models import Customer
from engagement.actions.follow_up import Promise, make_follow_up
from engagement.models import FollowUp


@transaction.atomic
def make_follow_ups(
    customers: Iterable[Customer], promise: Promise, *, by: User | None, by_keeper: bool = False
) -> list[FollowUp]:
    """The same to everybody; `by_keeper`: whoever looks after a customer does it, where somebody does."""
    return [
        make_follow_up(customer, replace(promise, owner=_owner(customer, promise, by_keeper)), by=by)
        for customer in customers
    ]


def _owner(customer: Customer, promise: Promise, by_keeper: bool) -> User:
    keeper = customer.looked_after_by if by_keeper else None
    return keeper if keeper and keeper.is_active else promise.owner
