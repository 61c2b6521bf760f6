"""From a file on disk to rows of text: what kind of file it is, and how to read it. Knows no database."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from django.utils.translation import gettext as _

from customers.cleaning import LONGEST_CELL
from customers.importing import separated
from customers.importing.refusal import FileRefused

MOST_COLUMNS = 600  # web shops give each item of their longest order some columns of its own
GZIP_MARK, ZIP_MARK = b"\x1f\x8b", b"PK\x03\x04"
# The first of these stands in an old .xls workbook, the second in a PDF.
OTHER_MARKS = (b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")


class Limits(NamedTuple):
    """Where reading stops, whatever the file claims about itself."""

    unpacked: int = 100_000_000
    rows: int = 1_000_000
    workbook: int = 10_000_000


class Row(NamedTuple):
    """One row of the file; the header is row 1. `problem` says why it cannot be used at all."""

    number: int
    cells: list[str]
    problem: str = ""


@dataclass(frozen=True)
class Shape:
    """How to read a file: found once when it arrives, kept with the import."""

    kind: Literal["csv", "xlsx"]
    headers: list[str]
    encoding: str = ""
    delimiter: str = ""
    packed: bool = False
    skipped: int = 0  # rows before the header

    def kept(self) -> dict[str, Any]:
        """As the import keeps it, in JSON."""
        return asdict(self)


def examine(path: Path, name: str, limits: Limits) -> Shape:
    """Look at a file that just arrived.

    Raises FileRefused when it is too large, no table, or not what its name says.
    """
    kind = _kind(path, name)
    if kind == "xlsx":
        if path.stat().st_size > limits.workbook:
            raise FileRefused(_("This workbook is too large (at most 10 MB). Save it as CSV."))
        shape = _examine_workbook(path)
    else:
        shape = _examine_separated(path, packed=kind == "gzip", most_bytes=limits.unpacked)
    if len(shape.headers) > MOST_COLUMNS:
        raise FileRefused(_("This file has more than %d columns.") % MOST_COLUMNS)
    return shape


def read_rows(path: Path, shape: Shape, limits: Limits, *, after: int = 0) -> Iterator[Row]:
    """The rows below the header whose number is greater than `after`; empty rows are passed over.

    Raises FileRefused at the row that is one too many.
    """
    width, most_rows = len(shape.headers), limits.rows
    first = shape.skipped + 1
    count = 0
    for number, (cells, problem) in enumerate(_records(path, shape, limits), start=1):
        if number <= first or not (problem or any(cells)):
            continue
        count += 1
        if count > most_rows:
            raise FileRefused(_("This file has more than %d rows.") % most_rows)
        if number > after:
            yield _row(number, cells, problem, width)


def patched(row: Row, cells: Mapping[int, Mapping[int, str]]) -> Row:
    """The row with what somebody typed in place of its own cells."""
    for position, text in cells.get(row.number, {}).items():
        row.cells[position] = text
    return row


def about_rows(path: Path, shape: Shape, limits: Limits) -> int:
    """How many rows there may be below the header, found without reading them; 0 when nothing tells.

    Raises FileRefused when the file is damaged or too large.
    """
    if shape.kind == "xlsx":
        lines: int = _workbooks().claimed_rows(path)
    else:
        lines = separated.count_lines(path, packed=shape.packed, most_bytes=limits.unpacked)
    return max(lines - shape.skipped - 1, 0)


def _row(number: int, cells: list[str], problem: str, width: int) -> Row:
    if len(cells) != width:
        if any(cells[width:]):
            problem = problem or _("This row has more cells than the file has columns.")
        cells = cells[:width] + [""] * (width - len(cells))
    if not problem and len("".join(cells)) > LONGEST_CELL < max(map(len, cells)):
        problem = _("A cell of this row is too long (at most %d characters).") % LONGEST_CELL
    return Row(number, [cell[:LONGEST_CELL] for cell in cells] if problem else cells, problem)


def _kind(path: Path, name: str) -> Literal["csv", "gzip", "xlsx"]:
    """What the content is, when the name agrees."""
    with path.open("rb") as file:
        start = file.read(8)
    ending = name.lower()
    if start.startswith(ZIP_MARK) and ending.endswith(".xlsx"):
        return "xlsx"
    if start.startswith(GZIP_MARK) and ending.endswith(".csv.gz"):
        return "gzip"
    if start.startswith(ZIP_MARK) and ending.endswith((".csv", ".csv.gz", ".txt", ".tsv")):
        raise FileRefused(
            _("This is called a CSV file and is none. If it is an Excel workbook, name it .xlsx.")
        )
    if ending.endswith((".xls", ".ods", ".numbers")):
        raise FileRefused(
            _("Open this workbook in your spreadsheet program, and save it as .xlsx or as CSV.")
        )
    is_other = start.startswith((ZIP_MARK, GZIP_MARK, *OTHER_MARKS))
    if not is_other and ending.endswith((".csv", ".tsv", ".txt")):
        return "csv"
    if not is_other and ending.endswith(".xlsx"):
        raise FileRefused(
            _("This is called an Excel workbook and is none. If it is a CSV file, name it .csv.")
        )
    raise FileRefused(_("Please bring a CSV file (.csv, .csv.gz) or an Excel workbook (.xlsx)."))


def _workbooks() -> Any:
    """Loaded with the first of them: their library takes as much memory as all of our own pages."""
    from customers.importing import workbook

    return workbook


def _examine_workbook(path: Path) -> Shape:
    workbooks = _workbooks()
    workbooks.refuse_bombs(path)
    skipped, cells = _header_row(workbooks.records(path))
    return Shape("xlsx", name_headers(cells), skipped=skipped)


def _examine_separated(path: Path, *, packed: bool, most_bytes: int) -> Shape:
    encoding = separated.find_encoding(path, packed=packed, most_bytes=most_bytes)
    delimiter, announced = separated.find_delimiter(path, encoding, packed=packed)
    records = separated.records(path, encoding, delimiter, packed=packed, most_bytes=most_bytes)
    if announced:
        next(records, None)
    skipped, cells = _header_row(records)
    headers = name_headers(cells)
    return Shape("csv", headers, encoding, delimiter, packed, skipped + announced)


def _records(path: Path, shape: Shape, limits: Limits) -> Iterator[tuple[list[str], str]]:
    if shape.kind == "xlsx":
        found: Iterator[tuple[list[str], str]] = _workbooks().records(path)
        return found
    return separated.records(
        path, shape.encoding, shape.delimiter, packed=shape.packed, most_bytes=limits.unpacked
    )


def _header_row(records: Iterator[tuple[list[str], str]]) -> tuple[int, list[str]]:
    """The first row with words in it, and how many rows stand above it."""
    for skipped, (cells, problem) in enumerate(records):
        if problem:
            raise FileRefused(problem)
        if any(cell.strip() for cell in cells):
            return skipped, cells
    raise FileRefused(_("This file is empty."))


def name_headers(cells: list[str]) -> list[str]:
    """The file's own names: tidied, the nameless numbered, the second of a kind marked."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = " ".join(cell.replace("\ufeff", "").replace("\x00", "").split())[:200]
        names.append(_unused(name or _("Column %d") % position, names))
    return names


def _unused(name: str, taken: list[str]) -> str:
    number, candidate = 1, name
    while candidate in taken:
        number += 1
        candidate = f"{name} ({number})"
    return candidate
