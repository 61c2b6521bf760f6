"""Paper: a PDF that says what it is, in letters everybody's name is written with."""

import re
import zlib

import pytest

from crm.web.paper import Paper
from crm.web.sheets import A5, paper_answer


@pytest.fixture(scope="module")
def letter() -> bytes:
    paper = Paper("Unsere Antwort", language="de")
    paper.heading("Grüße")
    for number in range(60):
        paper.paragraph(f"{number}: Żółć, привет, Ελλάδα, ş")
    return paper.whole()


def test_paper_says_what_it_is_and_in_which_language(letter):
    assert letter.startswith(b"%PDF-")
    assert b"/Lang (de)" in letter
    assert b"/Title (Unsere Antwort)" in letter


def test_paper_goes_on_on_the_next_sheet(letter):
    assert len(re.findall(rb"/Type /Page\b(?!s)", letter)) > 1


def test_paper_has_every_letter_it_was_given(log_lines):
    paper = Paper("Ж", language="bg")
    paper.paragraph("Żółć, привет, Ελλάδα, ş, ő, ђ")

    paper.whole()

    assert "missing" not in "".join(log_lines)


def test_paper_draws_a_code_as_dark_fields():
    paper = Paper("Card", language="en", sheet=A5, is_numbered=False)
    before = paper.get_y()
    paper.code("https://shop.example/q/ABCD", size=50)

    drawn = zlib.decompress(re.search(rb"stream\n(.*?)\nendstream", paper.whole(), re.DOTALL).group(1))
    assert paper.get_y() == pytest.approx(before + 50)
    assert drawn.count(b" re f") > 100


def test_paper_answer_is_a_download():
    answer = paper_answer(Paper("Card", language="en"), "Türcode.pdf")

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=utf-8''T%C3%BCrcode.pdf"
