"""Who comes before and after somebody in the list they were opened from."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from crm.web.paging import keyset_neighbour
from customers.columns import NAME
from customers.listing import Listing
from customers.models import Customer
from customers.models.customer import CustomerQuerySet


@dataclass(frozen=True)
class Neighbours:
    """Addresses: of the list, and of the two people beside this one (empty at the ends)."""

    back: str
    previous: str
    next: str


def neighbours(customer: Customer, listing: Listing, *, among: CustomerQuerySet) -> Neighbours:
    """The people beside a customer in a list, by one bounded query each way.

    The customer may have left the list meanwhile: the place where they would stand still has neighbours.
    """
    people = listing.matching(among).only(*NAME, *(name.removeprefix("-") for name in listing.order))
    beside = [
        keyset_neighbour(people, order=listing.order, row=customer, backwards=backwards)
        for backwards in (True, False)
    ]
    back = "?".join(filter(None, (reverse("customers:customer_list"), listing.place_query)))
    return Neighbours(f"{back}#person-{customer.pk}", *(_address(each, listing) for each in beside))


def _address(person: Customer | None, listing: Listing) -> str:
    if person is None:
        return ""
    return (
        f"{reverse('customers:customer_detail', args=[person.pk])}?{urlencode({'in': listing.place_query})}"
    )
