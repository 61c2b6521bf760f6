"""A phone number without its country, in a row that says where its owner lives."""

from functools import lru_cache

import phonenumbers

from customers.cleaning import NotUnderstood, clean_code, clean_country, clean_phone


def phone_at_home(text: str, home: str, chosen: str) -> str:
    """In E.164: as one of `home`, the country of the row, where there is such a number; else as chosen.

    A web shop sells abroad: read as one of here, the number of somebody there is that of a stranger.
    """
    country = lenient_country(home)
    if country and country != chosen and (number := _valid_there(text, country)):
        return number
    return clean_phone(text, chosen)


@lru_cache(maxsize=1024)
def lenient_country(text: str) -> str:
    """A country nobody knows ("Unspecified") is none here; whoever needs it says so."""
    try:
        return clean_country(text)
    except NotUnderstood:
        return ""


def _valid_there(text: str, country: str) -> str:
    try:
        number = phonenumbers.parse(clean_code(text, longest=60), country)
    except (phonenumbers.NumberParseException, NotUnderstood):
        return ""
    if number.extension or not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
