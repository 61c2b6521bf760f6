"""Tables for spreadsheets: RFC 4180, numbers as numbers, and no cell that a program would run."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

Cell = str | int | Decimal | date | None
BEGINS_A_FORMULA = frozenset("=+-@")
# What programs skip, or take away, before they look for a formula.
SKIPPED = frozenset("'\"`\u2018\u2019\u201c\u201d\u00ab\u00bb")
# Excel takes the letters of a file without it for its own.
BYTE_ORDER_MARK = "\ufeff"


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet might take it for a formula."""
    return f"'{text}" if _may_be_run(text) else text


def _may_be_run(text: str) -> bool:
    if text[:1] in {"\t", "\r", "\n", "\0"}:
        return True
    for sign in text:
        plain = unicodedata.normalize("NFKC", sign)
        if plain[:1] in BEGINS_A_FORMULA or sign in "\u2212\ufe63":
            return True
        if not (plain.isspace() or not plain or sign in SKIPPED or unicodedata.category(sign)[0] in "CZM"):
            return False
    return False


def as_text(cell: Cell, *, is_guarded: bool) -> str:
    """A cell as the file holds it. Numbers and days are ours, so they need no guard."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell) if is_guarded else cell
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}" if cell else "0"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


class _Echo:
    """What csv writes to: it hands the line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Iterable[Cell]], *, is_guarded: bool = True) -> Iterator[str]:
    """The lines of a CSV file, one by one. Unguarded only where a program reads it back."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK
    for row in rows:
        line: str = writer.writerow([as_text(cell, is_guarded=is_guarded) for cell in row])
        yield line
