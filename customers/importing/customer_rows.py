"""From a row of a customers file to what it says about one customer."""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from customers.cleaning import (
    clean_birthday,
    clean_choice,
    clean_code,
    clean_country,
    clean_day,
    clean_email,
    clean_money,
    clean_name,
    clean_note,
    clean_phone,
    clean_tags,
    clean_text,
    clean_yes_no,
)
from customers.importing.cells import Column, RowRefused, columns_of
from customers.importing.fields import CUSTOM
from customers.importing.phone_at_home import phone_at_home

FACTS = ("likes", "size", "buys_for", "good_to_know")
LONGEST_FACT = 160
LONGEST_STREET, LONGEST_NAME = 200, 80
LONGEST_REMARK = 2_000
Cleaner = Callable[[str], Any]


@dataclass(frozen=True)
class CustomQuestion:
    """A field that the shop added, as far as reading needs it."""

    key: str
    kind: str
    choices: Sequence[str] = ()


@dataclass(frozen=True)
class CustomerReading:
    """How to read a customers file: what was asked in the mapping, and what this shop knows."""

    headers: Sequence[str]
    mapping: Mapping[str, str]
    words: Mapping[str, Cleaner] = field(default_factory=dict)  # {header: how its cells are said here}
    phone_country: str = ""
    day_order: str = "dmy"
    decimal_mark: str = "."
    channels: Mapping[str, str] = field(default_factory=dict)  # {key: label}
    relationships: Mapping[str, str] = field(default_factory=dict)
    questions: Sequence[CustomQuestion] = ()


@dataclass
class CustomerRow:
    """What one row says. Only what it says: an empty cell is not here, so it can never erase."""

    number: int
    external_id: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    answers: dict[tuple[str, str], tuple[bool, str]] = field(default_factory=dict)  # yes/no, asked as
    custom: dict[str, Any] = field(default_factory=dict)


class CustomerReader:
    """Cleans row after row of one file."""

    def __init__(self, reading: CustomerReading) -> None:
        self.columns = list(columns_of(reading.headers, reading.mapping, reading.words))
        self.home = next((column for column in self.columns if column.field == "country"), None)
        self.reading = reading
        self.cleaners = self._plain_cleaners() | self._custom_cleaners()

    def read(self, number: int, cells: Sequence[str]) -> CustomerRow:
        """Clean one row. Raises RowRefused with the column and the reason."""
        row = CustomerRow(number)
        for column in self.columns:
            if column.text(cells):
                value = column.clean(self._cleaner_of(column, cells), cells)
                self._put(row, column, value)
        _refuse_nobody(row)
        return row

    def _cleaner_of(self, column: Column, cells: Sequence[str]) -> Cleaner:
        if column.field != "phone" or self.home is None:
            return self.cleaners[column.field]
        return partial(phone_at_home, home=self.home.text(cells), chosen=self.reading.phone_country)

    def _put(self, row: CustomerRow, column: Column, value: Any) -> None:
        name = column.field
        if name == "external_id":
            row.external_id = value
        elif name == "full_name":
            _put_full_name(row, value)
        elif name == "street_more":
            _put_more_of_the_street(row, value)
        elif name == "birthday":
            row.details |= {"birth_day": value.day, "birth_month": value.month, "birth_year": value.year}
        elif name.startswith("consent:"):
            _consent, channel, topic = name.split(":")
            row.answers[channel, topic] = (value, column.header)
        elif name.startswith(CUSTOM):
            row.custom[name.removeprefix(CUSTOM)] = value
        elif name in FACTS:
            row.facts.extend((name, fact) for fact in value)
        elif name in LISTS:
            LISTS[name](row).extend(value if name == "tags" else [value])
        else:
            row.details[name] = value

    def _plain_cleaners(self) -> dict[str, Cleaner]:
        reading = self.reading
        cleaners: dict[str, Cleaner] = {
            "external_id": clean_code,
            "full_name": lambda text: clean_name(text, longest=160),
            "company": lambda text: clean_name(text, longest=120),
            "email": clean_email,
            "phone": lambda text: clean_phone(text, reading.phone_country),
            "street": clean_text,
            "street_more": clean_text,
            "postcode": lambda text: clean_code(text, longest=20),
            "country": clean_country,
            "language": lambda text: clean_text(text, longest=10),
            "birthday": lambda text: clean_birthday(text, order=reading.day_order),
            "source": lambda text: clean_text(text, longest=60),
            "whereabouts": clean_note,
            "preferred_channel": lambda text: clean_choice(text, dict(reading.channels)),
            "relationship": lambda text: clean_choice(text, dict(reading.relationships)),
            "card_code": lambda text: clean_code(text, longest=40),
            "tags": clean_tags,
        }
        cleaners |= dict.fromkeys(
            ("given_name", "family_name", "preferred_name", "city", "region"), clean_name
        )
        cleaners |= dict.fromkeys(FACTS, lambda text: [clean_text(text, longest=LONGEST_FACT)])
        cleaners["good_to_know"] = _clean_remark
        consents = [column.field for column in self.columns if column.field.startswith("consent:")]
        return cleaners | dict.fromkeys(consents, clean_yes_no)

    def _custom_cleaners(self) -> dict[str, Cleaner]:
        return {
            f"{CUSTOM}{question.key}": self._custom_cleaner(question) for question in self.reading.questions
        }

    def _custom_cleaner(self, question: CustomQuestion) -> Cleaner:
        """Values as Customer.custom keeps them: JSON has no dates and no decimals."""
        reading = self.reading
        by_kind: dict[str, Cleaner] = {
            "number": lambda text: str(clean_money(text, decimal_mark=reading.decimal_mark)),
            "day": lambda text: clean_day(text, order=reading.day_order).isoformat(),
            "choice": lambda text: clean_choice(text, {choice: choice for choice in question.choices}),
            "yes_no": clean_yes_no,
        }
        return by_kind.get(question.kind, clean_text)


LISTS: dict[str, Callable[[CustomerRow], list[str]]] = {
    "email": lambda row: row.emails,
    "phone": lambda row: row.phones,
    "tags": lambda row: row.tags,
}


def _clean_remark(text: str) -> list[str]:
    """A remark from another system, in as many facts as it needs: its length refuses nobody."""
    return textwrap.wrap(clean_text(text, longest=LONGEST_REMARK), LONGEST_FACT)


def _put_full_name(row: CustomerRow, name: str) -> None:
    """ "Jones, Anna" and "Anna Jones" are one; columns for the parts know better."""
    for key, part in name_parts(name).items():
        if len(part) > LONGEST_NAME:
            raise RowRefused(_("The name is too long (at most %d characters).") % LONGEST_NAME)
        row.details.setdefault(key, part)


def name_parts(name: str) -> dict[str, str]:
    """First and last name of a whole one, as far as anybody can tell."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if not comma:
        given, _space, family = name.rpartition(" ") if " " in name else (name, "", "")
    return {key: part for key, part in (("given_name", given), ("family_name", family)) if part}


def _put_more_of_the_street(row: CustomerRow, more: str) -> None:
    """ "Flat 2" belongs to the street; nobody here keeps it apart."""
    street = ", ".join(filter(None, (row.details.get("street", ""), more)))
    if len(street) > LONGEST_STREET:
        raise RowRefused(_("The street is too long (at most %d characters).") % LONGEST_STREET)
    row.details["street"] = street


def _refuse_nobody(row: CustomerRow) -> None:
    ways = ("given_name", "family_name", "preferred_name", "company", "card_code")
    if not (row.external_id or row.emails or row.phones or any(map(row.details.get, ways))):
        raise RowRefused(_("This row names nobody: no number, name, e-mail, phone or card code."))
