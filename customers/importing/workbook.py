"""Reading the first sheet of an Excel workbook without trusting a word it says about itself."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from customers.importing.refusal import FileRefused

MOST_ENTRIES = 1_000
MOST_BYTES_PER_ENTRY = 100_000_000
MOST_BYTES = 200_000_000
MOST_RATIO = 100
SMALL = 1_000_000  # below this size no ratio is dangerous
WIDEST = 201  # one more than we accept, so that too many is noticed

MOST_ROWS = 1_048_576  # of any sheet
_DIMENSION = re.compile(rb'<dimension ref="[A-Z]+[0-9]+:[A-Z]+([0-9]{1,9})"')

_UNREADABLE = (
    zipfile.BadZipFile, DefusedXmlException, InvalidFileException, ParseError,
    KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, EOFError,
)  # fmt: skip


def refuse_bombs(path: Path) -> None:
    """Judge a workbook by its directory, before a byte of it is unpacked."""
    if not openpyxl.DEFUSEDXML:  # pragma: no cover - a broken installation
        raise FileRefused(_("Workbooks cannot be read safely here: defusedxml is missing."))
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _refuse_sizes(entries)
            _refuse_document_types(archive, entries)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise _damaged() from None


def _refuse_sizes(entries: list[zipfile.ZipInfo]) -> None:
    too_many = len(entries) > MOST_ENTRIES
    too_large = sum(entry.file_size for entry in entries) > MOST_BYTES
    if too_many or too_large or any(_is_bomb(entry) for entry in entries):
        raise FileRefused(_("This workbook unpacks to more than we accept. Save it as CSV."))


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    ratio = entry.file_size / max(entry.compress_size, 1)
    return entry.file_size > MOST_BYTES_PER_ENTRY or (entry.file_size > SMALL and ratio > MOST_RATIO)


def _refuse_document_types(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """A workbook never needs a DTD; only attacks bring one. defusedxml is the second lock."""
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            with archive.open(entry) as part:
                start = part.read(4_096).replace(b"\x00", b"").lower()
            if b"<!doctype" in start or b"<!entity" in start:
                raise _damaged()


def _damaged() -> FileRefused:
    return FileRefused(_("This workbook is damaged, or was not made by a spreadsheet program."))


def claimed_rows(path: Path) -> int:
    """How many rows the first sheet says it has; 0 when it does not say. Good for a progress bar only."""
    try:
        with zipfile.ZipFile(path) as archive:
            sheet = min(name for name in archive.namelist() if name.startswith("xl/worksheets/sheet"))
            with archive.open(sheet) as part:
                found = _DIMENSION.search(part.read(4_096))
    except (*_UNREADABLE, NotImplementedError, RuntimeError):
        return 0
    return min(int(found[1]), MOST_ROWS) if found else 0


def records(path: Path) -> Iterator[tuple[list[str], str]]:
    """(cells, problem) of every row of the first sheet, the header included."""
    try:
        with path.open("rb") as file:  # our names have no ending, and openpyxl goes by endings
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what the sheet claims about its size may be a lie
            for values in sheet.iter_rows(values_only=True):
                yield _cells(values)
    except _UNREADABLE:
        raise _damaged() from None


def _cells(values: tuple[Any, ...]) -> tuple[list[str], str]:
    return [as_text(value) for value in values[:WIDEST]], ""


def as_text(value: Any) -> str:
    """A cell as the sheet shows it: 12 instead of 12.0, 0.3 instead of 0.30000000000000004."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return format(Decimal(format(value, ".15g")), "f")
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
