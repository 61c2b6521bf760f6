"""Who is in a list, as a statement to be put into another one."""

from typing import Any

from django.core.exceptions import EmptyResultSet

from customers.listing import Listing
from customers.models import Customer

NOBODY: tuple[str, tuple[Any, ...]] = ("SELECT NULL::bigint WHERE false", ())


def statement_of(listing: Listing) -> tuple[str, tuple[Any, ...]]:
    """It gives the number of each customer once; with its values."""
    try:
        people = listing.matching(Customer.objects.all()).order_by().values("pk")
        statement, values = people.query.sql_with_params()
    except EmptyResultSet:
        return NOBODY
    return statement, tuple(values)
