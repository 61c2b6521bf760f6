"""The words in curly brackets that a mail may hold, and what stands there for a customer.

`{{ first_name|there }}`: a name out of a fixed list, and words instead where we know none. That is the whole
grammar: nothing is looked up, called or formatted.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from engagement.headers import one_line, storable

OWN = "own_"  # how the shop's own questions begin, see engagement/own_fields.py
FIELD = re.compile(r"\{\{ *(own_[a-z0-9_]{1,40}|[a-z_]{1,40}) *(?:\| *([^{}|\n]{0,80}?) *)?\}\}")
_STRAY = re.compile(r"\{\{[^{}\n]{0,60}(?:\}\}?)?|\}\}")
# They turn the reading direction of everything behind them, or cannot be seen at all.
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
LONGEST_LINE = 120
LONGEST_TEXT = 5_000


class Holds(Enum):
    """What a field can hold."""

    LINE = "line"
    TEXT = "text"  # several lines
    LINK = "link"


@dataclass(frozen=True)
class MergeField:
    """A name that may stand in curly brackets."""

    name: str
    words: str | Promise
    example: str | Promise
    holds: Holds = Holds.LINE
    # Known of everybody, or of nobody but those the mail is about: only the sender can say.
    is_about_customer: bool = False


FIELDS: dict[str, MergeField] = {}


def add_field(field: MergeField) -> None:
    """Upper floors have words of their own ("survey_link")."""
    if FIELDS.setdefault(field.name, field) != field:
        raise ValueError(f"There is a field {field.name} already.")


def used_fields(*texts: str) -> set[str]:
    """The names that stand in these words."""
    return {found[1] for text in texts for found in FIELD.finditer(text)}


def unknown_fields(text: str, also: Collection[str] = ()) -> list[str]:
    """What stands in double curly brackets and is no merge field, as it was typed."""
    rest = FIELD.sub(lambda found: "" if found[1] in FIELDS or found[1] in also else found[0], text)
    return list(dict.fromkeys(_STRAY.findall(rest)))


def examples() -> dict[str, str]:
    """{merge field: something that could stand there}, for previews and tests."""
    return {name: str(field.example) for name, field in FIELDS.items()}


def examples_beside_the_customer() -> dict[str, str]:
    """The same, without what a real customer brings along."""
    brought = {name for name, field in FIELDS.items() if field.is_about_customer}
    return {name: words for name, words in examples().items() if name not in brought and name != "shop"}


def cleaned(name: str, value: str) -> str:
    """One line for a name, an address for a link: whatever somebody typed there."""
    holds = FIELDS[name].holds if name in FIELDS else Holds.LINE
    if holds == Holds.TEXT:
        return _INVISIBLE.sub("", storable(value.replace("\r\n", "\n")))[:LONGEST_TEXT]
    line = one_line(_INVISIBLE.sub("", value), 2_000 if holds == Holds.LINK else LONGEST_LINE)
    return (line if is_link(line) else "") if holds == Holds.LINK else line


def is_link(address: str) -> bool:
    """May a mail lead there?"""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme in {"mailto", "tel"}:
        return bool(parts.path) and " " not in address
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r'[\s"<>]', address)


for _field in (
    MergeField("first_name", _("their first name"), _("Anna"), is_about_customer=True),
    MergeField("name", _("their whole name"), _("Anna Bell"), is_about_customer=True),
    MergeField("shop", _("the name of the shop"), _("The Corner Shop")),
    MergeField("colleague", _("who of us writes"), _("Olga")),
    MergeField("product", _("what they bought, or wait for"), _("the blue teapot")),
    MergeField(
        "products", _("all they bought, one in a line"), _("Blue teapot\nEarl Grey, 100 g"), Holds.TEXT
    ),
    MergeField("bought_on", _("the day they bought"), _("Saturday, 4 May")),
    MergeField("days", _("days since then"), _("14")),
    MergeField("question", _("what they asked"), _("Do you have the teapot in green?"), Holds.TEXT),
    MergeField("answer", _("our answer"), _("Yes, we have two left. Shall we put one aside?"), Holds.TEXT),
    MergeField("promises", _("what a colleague promised for today"), _("Anna Bell: ring her"), Holds.TEXT),
    MergeField("voucher_code", _("the code of the voucher"), "TEA4-K7PM"),
    MergeField("voucher_value", _("what the voucher is worth"), _("£5")),
    MergeField("expires_on", _("the last day of a voucher, points or an offer"), _("30 June")),
    MergeField("points", _("points or stamps on their card"), _("120")),
    MergeField("points_ending", _("points or stamps that run out within a month"), _("40 points")),
    MergeField("points_until", _("the last day of the first of them"), _("30 June")),
    MergeField("card_link", _("the page of their card"), "https://shop.example/card/", Holds.LINK),
    MergeField("friend_name", _("the friend they sent, or who sent them"), _("Bert")),
    MergeField("friend_link", _("their link for friends"), "https://shop.example/friend/ANNA7/", Holds.LINK),
    MergeField("friend_reward", _("what friends get"), _("£5 off the first purchase")),
    MergeField("event", _("the name of the event"), _("Tea tasting")),
    MergeField("event_on", _("when it begins"), _("Friday, 12 June, 18:30")),
    MergeField("event_place", _("where it is"), _("in the shop")),
    MergeField(
        "attend_link", _("where they say whether they come"), "https://shop.example/attend/", Holds.LINK
    ),
):
    add_field(_field)
