"""Moving out: ask for everything, and take it away."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from crm.moving.job import KEPT_FOR, files_of_everything, last_job, request_move_out
from crm.shop.actions import audit
from crm.shop.guards import StaffRequest, require, sudo
from crm.shop.permissions import Permission
from crm.web.answers import page_or_fragment


@require(Permission.SHOP_MOVE_OUT)
@require_safe
def moving_out(request: StaffRequest) -> HttpResponse:
    """What can be taken away, and how far the next one is."""
    files = [(stored, stored.created_at + KEPT_FOR) for stored in files_of_everything()]
    context = {"files": files, "job": last_job(), "days": KEPT_FOR.days}
    return page_or_fragment(request, "moving_out.html", context, fragment="state")


@require(Permission.SHOP_MOVE_OUT)
@sudo
@require_POST
def moving_out_start(request: StaffRequest) -> HttpResponse:
    """Have it written."""
    request_move_out(by=request.user)
    return redirect("moving_out")


@require(Permission.SHOP_MOVE_OUT)
@sudo  # type: ignore[arg-type] # to the stubs, a file is no HttpResponse
@require_POST
def moving_out_take(request: StaffRequest, pk: int) -> HttpResponse | FileResponse:
    """The file, for whoever has shown their face; the history says who took it."""
    stored = get_object_or_404(files_of_everything(), pk=pk)
    path = Path(settings.MEDIA_ROOT) / stored.path
    if not path.exists():
        return redirect("moving_out")
    audit.record("shop.everything_taken", by=request.user, counts={"bytes": stored.size})
    return FileResponse(path.open("rb"), as_attachment=True, filename=stored.name)
