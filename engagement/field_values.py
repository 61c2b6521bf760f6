"""What stands in the place of merge fields, in one mail to one customer."""

import re
from collections.abc import Callable, Iterable, Mapping

from crm.shop.models import ShopSettings
from customers.models import Customer
from engagement.merge_fields import FIELDS, cleaned, used_fields
from engagement.models import Message
from engagement.own_fields import own_words
from engagement.rendering.blocks import fields_in_blocks

_LOOKS_LIKE_AN_ADDRESS = re.compile(r"https?:|www\.|//|@|\w\.[a-z]{2,}(?:/|\b)", re.IGNORECASE)
Late = Callable[[Message, Customer, ShopSettings], Mapping[str, str]]
_FILLED_LATE: dict[Late, frozenset[str]] = {}


def fills(*names: str) -> Callable[[Late], Late]:
    """Register what looks up these fields when a mail that shows one of them is written.

    It answers with those that it knows: the voucher the mail is about, a secret link, a balance.
    """

    def register(late: Late) -> Late:
        taken = frozenset[str]().union(*_FILLED_LATE.values()) & set(names)
        if taken and late not in _FILLED_LATE:
            raise ValueError(f"Somebody fills {', '.join(taken)} already.")
        _FILLED_LATE[late] = frozenset(names)
        return late

    return register


def looks_things_up(message: Message) -> bool:
    """Do its words show something that is looked up, or even made, when it is written?"""
    return not used_in(message).isdisjoint(frozenset[str]().union(*_FILLED_LATE.values()))


def fields_of(
    message: Message, customer: Customer | None, shop: ShopSettings, extra: Mapping[str, str]
) -> dict[str, str]:
    """{merge field: its words}; empty where we do not know them. Only what stands in the list gets in."""
    known, own = {"shop": shop.name, **_of_people(message, customer)}, {}
    if customer is not None:
        wanted = used_in(message) - set(extra)
        for late, names in _FILLED_LATE.items():
            found = late(message, customer, shop) if names & wanted else {}
            known |= {name: value for name, value in found.items() if name in wanted}
        own = own_words(customer, wanted)
    known |= extra
    shown = {**dict.fromkeys(FIELDS, ""), **known, **own}
    return {name: cleaned(name, str(shown[name] or "")) for name in [*FIELDS, *own]}


def used_in(message: Message) -> set[str]:
    """The fields that its words show, in the text and in blocks."""
    words = list(words_of(message))
    return used_fields(*words).union(*map(fields_in_blocks, words))


def name_to_greet(*names: str) -> str:
    """The first that is a name: whoever signs up as "Win at x.example" is not greeted by it."""
    return next((name for name in names if name and not _LOOKS_LIKE_AN_ADDRESS.search(name)), "")


def _of_people(message: Message, customer: Customer | None) -> dict[str, str]:
    writer = message.created_by.name if message.created_by else ""
    if customer is None:
        return {"colleague": writer}
    return {
        "first_name": name_to_greet(customer.preferred_name, customer.given_name),
        "name": name_to_greet(customer.full_name, customer.preferred_name, customer.company),
        "colleague": writer,
    }


def words_of(message: Message) -> Iterable[str]:
    """All that is written in it."""
    version = message.template_version
    if version is None:
        return message.own_subject, message.own_body
    return version.subject, version.body, version.text_body
