"""A table as a workbook: nothing of it is cut off."""

import io

import openpyxl
import pytest

from crm.web import workbook


def sheets_of(rows):
    book = openpyxl.load_workbook(io.BytesIO(b"".join(workbook.workbook_bytes(rows))))
    return [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book]


@pytest.mark.parametrize(
    ("count", "wanted"),
    [(0, [0]), (1, [1]), (2, [2]), (3, [2, 1]), (4, [2, 2]), (5, [2, 2, 1])],
)
def test_a_table_too_long_for_one_sheet_goes_on_in_the_next_below_its_heading(monkeypatch, count, wanted):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)

    sheets = sheets_of([["Number"], *([number] for number in range(count))])

    assert [len(sheet) - 1 for sheet in sheets] == wanted
    assert {sheet[0][0] for sheet in sheets} == {"Number"}
    assert [row[0] for sheet in sheets for row in sheet[1:]] == list(range(count))
