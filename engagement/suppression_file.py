"""A list of addresses not to be written to, as a file: read and written. Pure.

One address, or one of our own hashes, in each line; further columns may say why and how far.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from crm.web.spreadsheet import Cell
from engagement.models import Suppression, SuppressionReason, SuppressionScope

MOST_LINES, MOST_BYTES = 100_000, 10_000_000
HEADERS = ("address_hash", "address", "scope", "reason", "until", "since", "source")
CALLED = {"address_hash", "hash", "address", "email", "e-mail", "mail"}
HASH = re.compile(r"[0-9a-f]{64}")
SHOWN = 5


class ListRefused(Exception):
    """The file cannot be used; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True)
class Listed:
    """One line: an address or its hash, and what is said about it."""

    address: str = ""
    hashed: str = ""
    scope: SuppressionScope = SuppressionScope.ALL_BUT_TRANSACTIONAL
    reason: SuppressionReason = SuppressionReason.MANUAL


@dataclass
class AddressList:
    """What a file holds; of the lines that nobody understands the first few by their numbers."""

    lines: list[Listed] = field(default_factory=list)
    not_understood: list[int] = field(default_factory=list)

    @property
    def odd_ones(self) -> str:
        return ", ".join(str(number) for number in self.not_understood[:SHOWN])


def read_list(content: bytes) -> AddressList:
    """Raises ListRefused for what is no such list."""
    if len(content) > MOST_BYTES:
        raise ListRefused(_("This file is larger than 10 MB. Please bring it in parts."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ListRefused(_("This is no text in UTF-8. Please save the list as CSV (UTF-8).")) from None
    if "\0" in text:
        raise ListRefused(_("This is no list of addresses."))
    found = AddressList()
    for number, row in enumerate(_rows(text), start=1):
        if number > MOST_LINES:
            raise ListRefused(_("More than 100,000 lines. Please bring them in parts."))
        _take(found, number, row)
    if not found.lines:
        raise ListRefused(_("There is no address in this file."))
    return found


def rows_of(suppressions: Iterable[Suppression]) -> Iterator[list[Cell]]:
    """The list as a file: hashes, so that it gives nobody away, and hints for people."""
    yield list(HEADERS)
    for row in suppressions:
        until = row.until.date() if row.until else None
        yield [
            row.address_hash,
            row.address_hint,
            row.scope,
            row.reason,
            until,
            row.at.date(),
            row.source,
        ]


def _rows(text: str) -> Iterator[list[str]]:
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [cell.strip() for cell in row]
    except csv.Error:
        raise ListRefused(_("This is no list of addresses.")) from None


def _take(found: AddressList, number: int, row: list[str]) -> None:
    is_heading = number == 1 and row and row[0].lower() in CALLED
    if is_heading or not any(row):
        return
    listed = _listed(row)
    if listed is None:
        found.not_understood.append(number)
    else:
        found.lines.append(listed)


def _listed(row: list[str]) -> Listed | None:
    named = row[0].lower().removeprefix("'")
    more = {}
    if set(row) & set(SuppressionScope.values):
        more["scope"] = SuppressionScope(next(cell for cell in row if cell in SuppressionScope.values))
    known = [cell for cell in row[1:] if cell in SuppressionReason.values]
    reason = SuppressionReason(known[0]) if known else SuppressionReason.MANUAL
    if HASH.fullmatch(named):
        return Listed(hashed=named, reason=reason, **more)
    try:
        validate_email(named)
    except ValidationError:
        return None
    return Listed(address=named, reason=reason, **more)
