"""Checklists: what there is, how often each point held, writing and changing one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted, stale_form_again
from crm.web.paging import in_one_piece
from customers.stale import SomebodyWasFaster
from feedback.actions.checklist import add_checklist, edit_checklist, retire_checklist
from feedback.checklist_figures import count_points
from feedback.forms.checklist import NAMES, ChecklistForm
from feedback.models import Checklist, VisitKind

LIST = "feedback/checklist_list.html"
PAGE = "feedback/checklist_detail.html"
FORM = "feedback/checklist_edit.html"


@require(Permission.MYSTERY_VISIT_OBSERVE)
@require_safe
def checklist_list(request: StaffRequest) -> HttpResponse:
    """Every checklist in use."""
    return render(request, LIST, {"checklists": in_one_piece(Checklist.objects.in_use())})


@require(Permission.MYSTERY_VISIT_OBSERVE)
@require_safe
def checklist_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Its points with how often each held; from here somebody is sent, or a colleague watched."""
    checklist = get_object_or_404(Checklist, pk=pk)
    counts = [count_points(checklist, kind.value, str(kind.label)) for kind in VisitKind]
    return render(request, PAGE, {"checklist": checklist, "counts": counts})


@require(Permission.MYSTERY_VISIT_ASSIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def checklist_add(request: StaffRequest) -> HttpResponse:
    """A new one."""
    form = ChecklistForm(posted(request))
    if request.method != "POST":
        return render(request, FORM, {"form": form})
    if not form.is_valid():
        return form_again(request, FORM, {"form": form})
    key, by = form.cleaned_data["once"], request.user
    made = only_once(key, Checklist, lambda: add_checklist(form.told(), by=by), by=by)
    return redirect("feedback:checklist_detail", made.pk)


@require(Permission.MYSTERY_VISIT_ASSIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def checklist_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Other words, other points, for the visits to come."""
    checklist = get_object_or_404(Checklist.objects.in_use(), pk=pk)
    form = ChecklistForm(
        posted(request), initial={name: getattr(checklist, name) for name in (*NAMES, "version")}
    )
    context = {"form": form, "checklist": checklist}
    if request.method != "POST":
        return render(request, FORM, context)
    if not form.is_valid():
        return form_again(request, FORM, context)
    try:
        edit_checklist(checklist, form.told(), version=form.cleaned_data["version"] or 0, by=request.user)
    except SomebodyWasFaster:
        checklist.refresh_from_db()
        return stale_form_again(request, FORM, context, form=form, version=checklist.version)
    return redirect("feedback:checklist_detail", pk)


@require(Permission.MYSTERY_VISIT_ASSIGN)
@require_POST
def checklist_retire(request: StaffRequest, pk: int) -> HttpResponse:
    """Nobody is sent with it any more."""
    retire_checklist(get_object_or_404(Checklist, pk=pk), by=request.user)
    messages.success(request, _("Taken out of use. What was reported stays."))
    return redirect("feedback:checklist_list")
