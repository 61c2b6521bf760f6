"""What can be said about a customer: the keys that are there are to be written, the others stay."""

from typing import Any, TypedDict

from crm.shop.models import User


class Details(TypedDict, total=False):
    """Cleaned answers, as form, API and import hand them over. Lists replace what was there."""

    given_name: str
    family_name: str
    preferred_name: str
    company: str
    language: str
    birth_day: int | None
    birth_month: int | None
    birth_year: int | None
    street: str
    postcode: str
    city: str
    region: str
    country: str
    source: str
    whereabouts: str
    preferred_channel: str
    relationship: str
    looked_after_by: User | None
    card_code: str | None
    custom: dict[str, Any]
    household: str
    phones: list[str]
    emails: list[str]
    tags: list[str]


# Kept in rows of their own: written by customers/actions/contact.py.
APART = ("household", "phones", "emails", "tags")
PLAIN = tuple(name for name in Details.__annotations__ if name not in APART)
