"""Whom a change or an export is about: the ticked ones, or all who match a list."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from crm.shop.models import User
from customers.listing import Listing
from customers.models import Segment
from customers.models.customer import CustomerQuerySet

MOST_TICKED = 500
LARGEST = 2**63 - 1


class NobodyIsPicked(Exception):
    """The sentence says what is wrong; doing it for everybody instead would be worse than nothing."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Picked:
    """The address of the list, and the ticked numbers (None: all who match)."""

    query: str
    numbers: tuple[int, ...] | None

    def of(self, customers: CustomerQuerySet) -> CustomerQuerySet:
        """Those of these customers whom it is about."""
        if self.numbers is not None:
            return customers.filter(pk__in=self.numbers)
        return Listing(self.query).matching(customers)

    @property
    def sentences(self) -> list[str]:
        """Who they are, in words."""
        if self.numbers is not None:
            return [_("The ones you have ticked")]
        return Listing(self.query).filter.sentences or [_("Everybody")]

    @property
    def address(self) -> str:
        """As an address writes it."""
        if self.numbers is None:
            return urlencode({"list": self.query, "who": "all"})
        return urlencode({"list": self.query, "who": "picked", "pk": self.numbers}, doseq=True)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """As hidden fields of a form write it."""
        who = "all" if self.numbers is None else "picked"
        return [("list", self.query), ("who", who), *(("pk", str(number)) for number in self.numbers or ())]


def picked_from(query: QueryDict, *, by: User) -> Picked:
    """Read what a list has sent. Raises NobodyIsPicked."""
    listing = Listing(query.get("list", "")[:4000], lists=Segment.objects.visible_to(by))
    if listing.errors:
        raise NobodyIsPicked(" ".join(listing.errors))
    if query.get("who") != "picked":
        return Picked(listing.query, None)
    typed = query.getlist("pk")
    if not typed:
        raise NobodyIsPicked(_("Please tick somebody first."))
    if len(typed) > MOST_TICKED or not all(map(_is_a_number, typed)):
        raise NobodyIsPicked(_("This is not a choice of customers."))
    return Picked(listing.query, tuple(sorted({int(each) for each in typed})))


def ticked_from(query: QueryDict, *, by: User) -> Picked:
    """Read whom somebody has ticked, never a whole list by one tap. Raises NobodyIsPicked."""
    picked = picked_from(query, by=by)
    if picked.numbers is None:
        raise NobodyIsPicked(_("Please tick at most %d people.") % MOST_TICKED)
    return picked


def _is_a_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= LARGEST
