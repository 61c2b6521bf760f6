"""Who else has this phone number, e-mail, card or name: asked before somebody is written down twice."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from customers.cleaning import fold
from customers.models import Customer, Email, Phone

MOST = 10
MOST_NAMESAKES = 50


@dataclass(frozen=True)
class Sharing:
    """A customer who has something of this already. A household shares a phone; a card is one person's."""

    customer: Customer
    ways: tuple[str, ...]
    has_the_card: bool
    is_namesake: bool = False


class SomebodyHasIt(Exception):
    """These customers have the same phone, e-mail or card: ask before adding."""

    def __init__(self, people: list[Sharing]) -> None:
        super().__init__()
        self.people = people


def who_shares(
    among: QuerySet[Customer], *, phones: Collection[str], emails: Collection[str], card_code: str | None
) -> list[Sharing]:
    """The customers who have one of these, with what it is."""
    alike = {*Phone.objects.filter(number__in=phones).values_list("customer_id", flat=True)}
    alike |= {*Email.objects.filter(address__in=emails).values_list("customer_id", flat=True)}
    if card_code:
        alike |= {*Customer.objects.filter(card_code=card_code).values_list("pk", flat=True)}
    people = among.filter(pk__in=alike).prefetch_related("phones", "emails").order_by("sort_key", "pk")[:MOST]
    return [_sharing(customer, {*phones, *emails}, card_code) for customer in people]


def namesakes(
    among: QuerySet[Customer], name: tuple[str, str], *, phones: Collection[str], emails: Collection[str]
) -> list[Sharing]:
    """The customers of the same (first, last) name whom no other phone or e-mail tells apart."""
    if not all(name):
        return []
    key = fold(" ".join(reversed(name)))
    # What they like to be called or where they work may follow in the key, after a blank.
    alike = among.filter(sort_key__gte=key, sort_key__lt=f"{key}!").prefetch_related("phones", "emails")
    return [
        Sharing(customer, (), has_the_card=False, is_namesake=True)
        for customer in alike.order_by("sort_key", "pk")[:MOST_NAMESAKES]
        if _is_called(customer, name) and not _is_told_apart(customer, phones, emails)
    ][:MOST]


def likeliest_first(people: Iterable[Sharing], name: tuple[str, str]) -> list[Sharing]:
    """Whoever is called so before others of the family, then whoever has more of it."""
    return sorted(people, key=lambda each: (not _is_called(each.customer, name), -len(each.ways)))


def _is_called(customer: Customer, name: tuple[str, str]) -> bool:
    return (fold(customer.given_name), fold(customer.family_name)) == (fold(name[0]), fold(name[1]))


def _is_told_apart(customer: Customer, phones: Collection[str], emails: Collection[str]) -> bool:
    numbers = {phone.number for phone in customer.phones.all()}
    addresses = {email.address for email in customer.emails.all()}
    pairs = ((numbers, {*phones}), (addresses, {*emails}))
    return any(theirs and ours and not theirs & ours for theirs, ours in pairs)


def refuse_unless_meant(people: list[Sharing], meant: Iterable[str]) -> None:
    """Raise SomebodyHasIt unless each of them was shown before, and no card is given twice."""
    shown = set(meant)
    if any(each.has_the_card or str(each.customer.pk) not in shown for each in people):
        raise SomebodyHasIt(people)


def _sharing(customer: Customer, wanted: set[str], card_code: str | None) -> Sharing:
    numbers = [phone.number for phone in customer.phones.all()]
    addresses = [email.address for email in customer.emails.all()]
    has_the_card = bool(card_code) and customer.card_code == card_code
    ways = [way for way in [*numbers, *addresses] if way in wanted]
    return Sharing(customer, (*ways, *([card_code] if has_the_card and card_code else [])), has_the_card)
