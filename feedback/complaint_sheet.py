"""The letter of a decision on paper and as a page: the same words in both. Pure."""

from dataclasses import asdict, dataclass
from typing import Any

from django.template.loader import render_to_string

PAGE = "feedback/decision_letter.html"


@dataclass(frozen=True)
class LetterSheet:
    """The parts of a letter, in the order in which they stand on the paper; all of them plain words."""

    language: str
    title: str
    letterhead: str
    to: str
    on: str
    greeting: str
    paragraphs: list[str]
    signed: str
    told: str  # when and how they heard it

    def parts(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


def as_html(sheet: LetterSheet) -> str:
    """A whole page, with nothing in it that runs or is fetched from anywhere."""
    return render_to_string(PAGE, sheet.parts())


def as_pdf(sheet: LetterSheet) -> bytes:
    """The same on paper."""
    from crm.web.paper import Paper

    paper = Paper(sheet.title, language=sheet.language)
    for words in (sheet.letterhead, sheet.to, sheet.on):
        if words:
            paper.paragraph(words)
    paper.heading(sheet.title, size=14)
    for words in (sheet.greeting, *sheet.paragraphs, sheet.signed):
        paper.paragraph(words)
    paper.paragraph(sheet.told, size=9, is_quiet=True)
    return paper.whole()
