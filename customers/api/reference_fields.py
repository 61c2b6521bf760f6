"""How a program names a customer."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from crm.shop.api.reading import Body
from customers import cleaning
from customers.actions.customer_reference import KINDS, Reference, find_referred
from customers.api.fields import Phone, Text, WholeNumber
from customers.models import Customer

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


def customer_of(given: dict[str, Any], source: str) -> Customer:
    """Whom a program means, by the surest of the names it gives.

    Raises ValidationError for nobody, and for several who share a name.
    """
    references = references_of(given, source)
    found = find_referred(references)
    surest = next((each for each in references if each in found), None)
    if surest is None:
        raise ValidationError({"customer": [_("We do not know this customer.")]})
    number = found[surest]
    if number is None:
        raise ValidationError({"customer": [_("Several customers share this address or number.")]})
    return Customer.objects.get(pk=number)
