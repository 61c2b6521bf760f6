"""No cell of a file that we hand out is run by a spreadsheet (S32)."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm.web.spreadsheet import as_text, csv_lines, guarded

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", " =1", "'=1", '"=1"', "\u00a0=1"]
HOSTILE += [
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "\u200b=1",
    "\ufeff=1",
    "“=1”",
    " ' \" =1",
    "\u2212 1",
    "﹣1",
    "﹦1",
    "\u0301=1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_guarded_puts_an_apostrophe_before_what_might_be_run(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "Anna", "O'Neill", "a=b", "1-2", "Müller-Öztürk", "'90s club", "5 + 5", "  "]
)
def test_guarded_leaves_words_alone(text):
    assert guarded(text) == text


def test_numbers_and_days_are_written_as_such():
    cells = [Decimal("-12.5000"), Decimal("0.0000"), Decimal(1200), -3, date(2026, 3, 1), None]

    assert [as_text(cell, is_guarded=True) for cell in cells] == [
        "-12.5",
        "0",
        "1200",
        "-3",
        "2026-03-01",
        "",
    ]


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(st.lists(st.lists(words, min_size=2, max_size=4), max_size=5))
@example([["a\r\nb", 'say "x", y'], ["", "=1"]])
def test_unguarded_lines_come_back_as_they_were(rows):
    file = io.StringIO("".join(csv_lines(rows, is_guarded=False))[1:], newline="")

    assert list(csv.reader(file)) == rows


@given(st.sampled_from(HOSTILE), words)
def test_a_workbook_made_from_the_file_holds_no_formula(begin, rest):
    text = guarded(begin + rest)
    sheet = openpyxl.Workbook().active
    kept = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", text)[:32_000]

    sheet["A1"] = kept

    assert sheet["A1"].data_type == "s"
