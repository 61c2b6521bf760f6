"""How a program names a customer."""

from functools import partial
from typing import Any

from crm.shop.api.reading import Body
from customers import cleaning
from customers.actions.customer_reference import KINDS, Reference
from customers.api.fields import Phone, Text, WholeNumber

MOST_ROWS = 2**31 - 1


class ReferenceBody(Body):
    """Any one is enough; with several the surest counts: id, card, external id, e-mail, phone."""

    id = WholeNumber(1, MOST_ROWS)
    card_code = Text(partial(cleaning.clean_code, longest=40))
    external_id = Text(cleaning.clean_code)
    email = Text(cleaning.clean_email)
    phone = Phone()


def references_of(given: dict[str, Any], source: str) -> tuple[Reference, ...]:
    """The surest first."""
    return tuple(
        Reference(kind, str(given[kind]), source if kind == "external_id" else "")
        for kind in KINDS
        if given.get(kind)
    )
