"""The letter of a decision, to keep: as a page or on paper, and as a download only."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from feedback.actions.decision_letter import draw_letter
from feedback.models import DecisionLetter
from feedback.views.complaint_page import find


@require(Permission.COMPLAINT_VIEW)
@require_safe
def decision_letter_html(request: StaffRequest, pk: int) -> HttpResponse:
    """As a page."""
    letter = _find(request, pk)
    return _download(letter, letter.html.encode(), "html")


@require(Permission.COMPLAINT_VIEW)
@require_safe
def decision_letter_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """On paper; whoever is faster than the clock has it drawn now."""
    letter = _find(request, pk)
    drawn = letter if letter.pdf is not None else draw_letter(letter.pk)
    return _download(letter, bytes(drawn.pdf or b"") if drawn else b"", "pdf")


def _find(request: StaffRequest, pk: int) -> DecisionLetter:
    letter = get_object_or_404(DecisionLetter.objects.select_related("decision"), pk=pk)
    letter.decision.complaint = find(request, letter.decision.complaint_id)
    return letter


def _download(letter: DecisionLetter, content: bytes, kind: str) -> HttpResponse:
    """No browser shows it as a page of ours."""
    complaint = letter.decision.complaint
    response = HttpResponse(content, content_type="application/octet-stream")
    name = f"{complaint.reference}-{letter.decision_id}.{kind}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
