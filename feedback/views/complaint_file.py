"""Evidence: brought by staff, and handed out as a download only."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again
from feedback.actions.complaint_file import attach_file
from feedback.complaint_papers import NoEvidence
from feedback.models import ComplaintFile
from feedback.views.complaint_page import find, page_of

PAGE = "feedback/complaint_detail.html"


@require(Permission.COMPLAINT_TAKE)
@require_POST
def complaint_file_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a picture or a paper."""
    complaint = find(request, pk)
    brought = request.FILES.get("file")
    try:
        if brought is None:
            raise NoEvidence(_("Choose a file first."))
        attach_file(complaint, brought.name or "", brought.chunks(), by=request.user)
    except NoEvidence as problem:
        context = page_of(request, complaint, refused=problem.sentence)
        return form_again(request, PAGE, context, fragment="files")
    return redirect("feedback:complaint_detail", pk)


@require(Permission.COMPLAINT_VIEW)
@require_safe
def complaint_file(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand it out; no browser shows it as a page of ours."""
    kept = get_object_or_404(ComplaintFile.objects.select_related("stored"), pk=pk)
    find(request, kept.complaint_id)
    path = Path(settings.MEDIA_ROOT) / kept.stored.path
    if not path.is_file():
        raise Http404
    response = HttpResponse(path.read_bytes(), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, kept.stored.name) or ""
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
