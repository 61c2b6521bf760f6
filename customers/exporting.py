"""Customers as rows of a file: one for people with a spreadsheet, one to bring them in elsewhere."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from crm.web.spreadsheet import Cell
from customers.consent_state import standing
from customers.importing.fields import own_heading
from customers.models import Customer, CustomField, QuickFactKind

CHUNK = 1_000
LISTS = ("phones", "emails", "tags", "external_ids")
# Headers that importing recognises by itself; a repeated one gets "(2)", which it reads past.
ROUND_TRIP = {
    "external_id": "External id",
    "given_name": "First name",
    "family_name": "Last name",
    "preferred_name": "Preferred name",
    "company": "Company",
    "street": "Street",
    "postcode": "Postcode",
    "city": "Town",
    "region": "Region",
    "country": "Country",
    "language": "Language",
    "birthday": "Birthday",
    "source": "Source",
    "whereabouts": "Whereabouts",
    "preferred_channel": "Preferred channel",
    "relationship": "Relationship",
    "card_code": "Card code",
    "tags": "Tags",
}
CONSENTS = {
    ("email", "news"): "Accepts email marketing",
    ("text", "news"): "Accepts SMS marketing",
    ("phone", "news"): "Phone consent",
    ("post", "news"): "Post consent",
    ("email", "feedback"): "Feedback consent",
    ("email", "care"): "Care consent",
    ("email", "treats"): "Treats consent",
    ("email", "reviews"): "Reviews consent",
}
REPEATED = {"email": "Email", "phone": "Phone"}
FACTS = {
    QuickFactKind.LIKES: "Likes",
    QuickFactKind.SIZE: "Size",
    QuickFactKind.BUYS_FOR: "Buys for",
    QuickFactKind.GOOD_TO_KNOW: "Good to know",
}
Reader = Callable[[Customer], Cell]


def rows_for_people(customers: QuerySet[Customer]) -> Iterator[Sequence[Cell]]:
    """A heading and a row for each customer, in the words of the shop."""
    usual = _columns_for_people()
    own = {field.label: _reader_of(field.key) for field in CustomField.objects.in_use()}
    # "Phone" as a question of the shop's own does not take the place of the phone numbers.
    columns = usual | {
        _("%s (own question)") % label if label in usual else label: own[label] for label in own
    }
    yield list(columns)
    fetched = customers.select_related("looked_after_by", "last_location", "household")
    for customer in fetched.prefetch_related(*LISTS).iterator(chunk_size=CHUNK):
        yield [read(customer) for read in columns.values()]


def _columns_for_people() -> dict[str, Reader]:
    return {
        _("Name"): lambda customer: customer.display_name,
        _("First name"): lambda customer: customer.given_name,
        _("Last name"): lambda customer: customer.family_name,
        _("Company or club"): lambda customer: customer.company,
        _("Phone"): lambda customer: ", ".join(each.number for each in customer.phones.all()),
        _("E-mail"): lambda customer: ", ".join(each.address for each in customer.emails.all()),
        _("Street"): lambda customer: customer.street,
        _("Postcode"): lambda customer: customer.postcode,
        _("Town"): lambda customer: customer.city,
        _("Country"): lambda customer: customer.country,
        _("Birthday"): _birthday_in_words,
        _("Tags"): lambda customer: ", ".join(tag.name for tag in customer.tags.all()),
        _("Stage"): lambda customer: str(customer.get_stage_display()),
        _("In this stage since"): lambda customer: customer.stage_since,
        _("Purchases"): lambda customer: customer.purchase_count,
        _("Spent"): lambda customer: customer.spend,
        _("Last purchase"): lambda customer: _day(customer.last_purchase_at),
        _("Last seen"): lambda customer: _day(customer.last_seen_at),
        _("Last seen in"): lambda customer: _word(customer.last_location),
        _("How they found us"): lambda customer: customer.source,
        _("Looked after by"): lambda customer: _word(customer.looked_after_by),
        _("Relationship"): lambda customer: str(customer.get_relationship_display()),
        _("Household"): lambda customer: _word(customer.household),
        _("Card code"): lambda customer: customer.card_code or "",
        _("Do not disturb"): lambda customer: _yes_no(customer.do_not_disturb_since is not None),
        _("Known to us since"): lambda customer: _day(customer.created_at),
    }


def _apart(label: str, usual: Collection[str]) -> str:
    return _("%s (own question)") % label if label in usual else label


def _reader_of(key: str) -> Reader:
    def read(customer: Customer) -> Cell:
        value: Any = customer.custom.get(key, "")
        return _yes_no(value) if isinstance(value, bool) else str(value)

    return read


def _yes_no(claim: bool) -> str:
    return "yes" if claim else "no"


def _word(thing: object) -> str:
    return str(thing) if thing else ""


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at else None


def _birthday_in_words(customer: Customer) -> str:
    """Without a year as people say it: 15 May."""
    if customer.birthday and not customer.birth_year:
        return date_format(customer.birthday, "MONTH_DAY_FORMAT")
    return _birthday(customer)


def _birthday(customer: Customer) -> str:
    """Day, month and perhaps year, as importing reads it in every order of days."""
    if not (customer.birth_day and customer.birth_month):
        return ""
    if customer.birth_year:
        return f"{customer.birth_year:04}-{customer.birth_month:02}-{customer.birth_day:02}"
    return f"--{customer.birth_month:02}-{customer.birth_day:02}"


def rows_for_import(customers: QuerySet[Customer]) -> Iterator[Sequence[Cell]]:
    """The same people in the headers and spellings that importing understands without being told."""
    own = list(CustomField.objects.in_use())
    widths: dict[str, int] = {
        "email": _most(customers, "emails"),
        "phone": _most(customers, "phones"),
        **{str(kind): _most(customers, "quick_facts", kind) for kind in FACTS},
    }
    yield _round_trip_headers(widths, own)
    fetched = customers.prefetch_related(*LISTS, "quick_facts", "consents")
    for customer in fetched.iterator(chunk_size=CHUNK):
        yield _round_trip_row(customer, widths, own)


def _most(customers: QuerySet[Customer], name: str, kind: str = "") -> int:
    """How many of these anybody has at most: as many columns."""
    only = {f"{name}__kind": kind} if kind else {}
    counted = customers.order_by().filter(**only).annotate(number=Count(name))
    return int(counted.aggregate(most=Max("number"))["most"] or 0)


def _numbered(header: str, width: int) -> list[str]:
    return [header if number == 1 else f"{header} ({number})" for number in range(1, width + 1)]


def _round_trip_headers(widths: dict[str, int], own: list[CustomField]) -> list[str]:
    repeated: dict[str, str] = REPEATED | {str(kind): header for kind, header in FACTS.items()}
    lists = [each for key, width in widths.items() for each in _numbered(repeated[key], width)]
    return [*ROUND_TRIP.values(), *CONSENTS.values(), *lists, *(own_heading(field.label) for field in own)]


def _round_trip_row(customer: Customer, widths: dict[str, int], own: list[CustomField]) -> list[Cell]:
    texts: dict[str, list[str]] = {
        "email": [each.address for each in customer.emails.all()],
        "phone": [each.number for each in customer.phones.all()],
    }
    for fact in customer.quick_facts.all():
        texts.setdefault(fact.kind, []).append(fact.text)
    lists = [cell for key, width in widths.items() for cell in _padded(texts.get(key, []), width)]
    own_cells = [_reader_of(field.key)(customer) for field in own]
    return [*(_plain(customer, key) for key in ROUND_TRIP), *_answers(customer), *lists, *own_cells]


def _padded(texts: list[str], width: int) -> list[str]:
    return [*texts, *[""] * (width - len(texts))]


def _plain(customer: Customer, key: str) -> Cell:
    if key == "external_id":
        return next((each.value for each in customer.external_ids.all()), "")
    if key == "birthday":
        return _birthday(customer)
    if key == "tags":
        return ", ".join(tag.name for tag in customer.tags.all())
    value: Cell = getattr(customer, key)
    return value or ""


def _answers(customer: Customer) -> list[str]:
    """What stands for each question, nothing where they were never asked."""
    stands = standing(customer.consents.all())
    return [_yes_no(stands[asked].is_given) if asked in stands else "" for asked in CONSENTS]
