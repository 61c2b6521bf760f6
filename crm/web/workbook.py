"""A table as an Excel workbook: its rows go to a file on the way, never into memory as a whole."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from tempfile import TemporaryFile

from crm.web.spreadsheet import Cell, as_text

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SIGNS = 32_767  # of a cell, as Excel counts
MOST_ROWS = 1_048_576
# What XML cannot hold, however it is written.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CHUNK = 64 * 1024


def workbook_bytes(rows: Iterable[Iterable[Cell]]) -> Iterator[bytes]:
    """The file, piece by piece. What a program would run gets an apostrophe, as in a CSV file."""
    from openpyxl import Workbook  # heavy: only where a workbook is really written

    book = Workbook(write_only=True)
    for number, sheet_rows in enumerate(_sheets(rows), 1):
        sheet = book.create_sheet(str(number))
        for row in sheet_rows:
            sheet.append([_cell(cell) for cell in row])
        sheet.close()
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(CHUNK):
            yield piece


def _sheets(rows: Iterable[Iterable[Cell]]) -> Iterator[Iterator[Iterable[Cell]]]:
    """The rows of one sheet after the other, each below the heading: nothing that is too long is cut off."""
    left = iter(rows)
    heading = list(next(left, []))
    following: Iterable[Iterable[Cell]] = ()
    while True:
        yield chain([heading], following, islice(left, MOST_ROWS - 1 - len(list(following))))
        following = list(islice(left, 1))
        if not following:
            return


def _cell(cell: Cell) -> str | int | Decimal | date | None:
    """A moment is what the clock in the shop shows: workbooks know no zones."""
    if isinstance(cell, str):
        return NOT_XML.sub("", as_text(cell, is_guarded=True)[:MOST_SIGNS]) or None
    return cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell
