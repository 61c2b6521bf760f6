"""What can be said of paper without the library that prints on it: its sizes, and how it is handed out."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.http import content_disposition_header

if TYPE_CHECKING:
    from crm.web.paper import Paper

Sheet = tuple[float, float]  # width and height in millimetres
A3: Sheet = (297, 420)
A4: Sheet = (210, 297)
A5: Sheet = (148, 210)


def paper_answer(paper: "Paper", name: str) -> HttpResponse:
    """A file to keep or to print; it is never drawn inside a page of ours."""
    answer = HttpResponse(paper.whole(), content_type="application/pdf")
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    answer.headers["Cache-Control"] = "no-store"
    return answer
