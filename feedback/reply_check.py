"""What a public reply must not tell: everybody reads it, for ever. Pure."""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from customers.cleaning import fold

EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
PHONE = re.compile(r"(?:\+|\b0)[\d\s()/-]{7,}\d")
NUMBER = re.compile(r"\b\d{5,}\b")
MONEY = re.compile(r"[£$€]\s?\d|\d\s?(?:£|\$|€|(?:eur|gbp|usd|pounds?|euros?)\b)", re.IGNORECASE)
UNDONE = re.compile(
    r"\b(?:remove|delete|take down|change|update|edit|amend|improve|revise)\b.{0,30}"
    r"\b(?:review|rating|stars?)\b"
)
WORD = re.compile(r"\w{3,}")


def why_not_public(text: str, *, author: str, names: Iterable[str] = ()) -> list[str]:
    """What stands in this reply and should not; `names` are those of the customer we think it is."""
    return list(_findings(text, fold(text), set(WORD.findall(fold(author))), names))


def _findings(text: str, folded: str, author: set[str], names: Iterable[str]) -> Iterator[str]:
    if EMAIL.search(text):
        yield _("An e-mail address stands in it.")
    phone = PHONE.search(text)
    if phone:
        yield _("A phone number stands in it.")
    if NUMBER.search(text) and not phone:
        yield _("A long number stands in it, of an order perhaps.")
    if MONEY.search(text):
        yield _("It tells what somebody paid.")
    known = {word for name in names for word in WORD.findall(fold(name))} - author
    if said := sorted(known & set(WORD.findall(folded))):
        yield _("It calls them “%s”, which they did not do themselves.") % ", ".join(said)
    if UNDONE.search(folded):
        yield _("It asks for another review than they gave: that is forbidden nearly everywhere.")
