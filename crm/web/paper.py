"""Sheets of paper: words and codes as PDF, in letters that cover the languages our customers write.

paper = Paper(_("Our answer"), language="de")
paper.paragraph(words)
return paper_answer(paper, "answer.pdf")

Imported where something is printed, not before: what prints brings 60 MB into a process.
"""

from pathlib import Path

import segno
from django.conf import settings
from fpdf import FPDF, XPos, YPos
from fpdf.enums import Align
from fpdf.fonts import TTFFont

from crm.web.sheets import A4, Sheet

LETTERS = "DejaVu"
INK, QUIET_INK = (31, 45, 39), (90, 99, 95)
LINE_HEIGHT = 1.35
POINT = 0.3528  # in millimetres


class Paper(FPDF):
    """A document that says what it is and in which language, with its pages numbered if it may have many."""

    def __init__(
        self,
        title: str,
        *,
        language: str,
        sheet: Sheet = A4,
        margin: float = 22,
        is_numbered: bool = True,
    ) -> None:
        super().__init__(format=sheet)
        self.is_numbered = is_numbered
        self.set_title(title)
        self.set_lang(language)
        self.set_margin(margin)
        self.set_auto_page_break(True, margin)
        _bring_letters(self)
        self.ink()
        self.add_page()

    def footer(self) -> None:
        """The library calls it at the foot of every page."""
        if self.is_numbered:
            self.set_y(-self.b_margin / 2 - 4)
            self.ink(9, is_quiet=True)
            self.cell(0, 4, f"{self.page_no()} / {{nb}}", align=Align.C)

    def ink(self, size: float = 11, *, is_bold: bool = False, is_quiet: bool = False) -> None:
        """What is written next looks so."""
        self.set_font(LETTERS, "B" if is_bold else "", size)
        self.set_text_color(*(QUIET_INK if is_quiet else INK))

    def heading(self, words: str, *, size: float = 16, align: Align = Align.L) -> None:
        """A line that stands out."""
        self.ink(size, is_bold=True)
        self._write(words, size, align)

    def paragraph(
        self, words: str, *, size: float = 11, align: Align = Align.L, is_quiet: bool = False
    ) -> None:
        """Words with their line breaks, and a little room below."""
        self.ink(size, is_quiet=is_quiet)
        self._write(words, size, align)

    def code(self, address: str, *, size: float, at: tuple[float, float] | None = None) -> None:
        """What a telephone reads, `size` millimetres wide; in the middle of the page unless told where."""
        rows = [bytes(row) for row in segno.make(address, micro=False, error="m").matrix]
        dot = size / len(rows)
        left, top = at or ((self.w - size) / 2, self.get_y())
        self.set_fill_color(0)
        for down, row in enumerate(rows):
            for start, end in _runs(row):
                self.rect(left + start * dot, top + down * dot, (end - start) * dot, dot, style="F")
        if at is None:
            self.set_y(top + size)

    def room(self, millimetres: float) -> None:
        """Leave some paper white."""
        self.ln(millimetres)

    def whole(self) -> bytes:
        """The file; nothing can be written on it any more."""
        try:
            return bytes(self.output())
        finally:
            for font in self.fonts.values():
                if isinstance(font, TTFFont):
                    font.ttfont.close()

    def _write(self, words: str, size: float, align: Align) -> None:
        height = size * POINT * LINE_HEIGHT
        self.multi_cell(0, height, words, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(height / 2)


def _bring_letters(paper: Paper) -> None:
    folder = Path(settings.NPM_ROOT) / "dejavu-fonts-ttf" / "ttf"
    paper.add_font(LETTERS, "", folder / "DejaVuSans.ttf")
    paper.add_font(LETTERS, "B", folder / "DejaVuSans-Bold.ttf")


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Where dark dots stand side by side: (first, one after the last)."""
    edges = [place for place in range(len(row) + 1) if _dot(row, place) != _dot(row, place - 1)]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _dot(row: bytes, place: int) -> int:
    return row[place] if 0 <= place < len(row) else 0
