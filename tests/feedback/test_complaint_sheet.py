"""The letter of a decision as a page and on paper: hostile words stay words. Pure."""

import re
import zlib

import pytest

from feedback.complaint_sheet import LetterSheet, as_html, as_pdf

HOSTILE = '"><img src=x onerror=alert(1)> {{ 7|add:7 }} (/JS) <script>'


@pytest.fixture(scope="module")
def sheet() -> LetterSheet:
    return LetterSheet(
        language="en",
        title=HOSTILE,
        letterhead="The Corner Shop\n1 High Street",
        to=HOSTILE,
        on="27 November 2026",
        greeting="Dear Żółć,",
        paragraphs=["What we found:\nIt was dropped.", HOSTILE, "שלום 🫖"],
        signed="Mira",
        told="Told on the phone",
    )


def test_the_page_holds_every_word_and_nothing_that_runs(sheet):
    html = as_html(sheet)

    assert "It was dropped." in html
    assert html.count("&lt;img src=x onerror=alert(1)&gt;") == 4
    assert re.findall(r"<(?:img|script|style|link|iframe)", html) == []


def test_the_paper_holds_nothing_that_runs(sheet):
    paper = as_pdf(sheet)

    streams = re.findall(rb"stream\n(x.*?)\nendstream", paper, re.S)
    content = b"".join(map(zlib.decompress, streams))
    bones = re.sub(rb"stream\n.*?\nendstream|\((?:\\.|[^\\)])*\)", b"", paper, flags=re.S)
    assert paper.startswith(b"%PDF-")
    assert b"BT" in content
    assert re.findall(rb"/(?:JS|JavaScript|Launch|URI|EmbeddedFile)\b", bones) == []
