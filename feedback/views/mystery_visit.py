"""Looks at the shop: planned, reported, watched at the counter, read by whom they are about."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted
from crm.web.paging import Order, keyset_page
from feedback.actions.mystery_visit import (
    answer_observation,
    assign_visit,
    call_off_visit,
    observe_colleague,
    report_address,
)
from feedback.checklist_points import MARK_WORDS
from feedback.forms.mystery_visit import ErrandForm, ObserveForm, ReadForm
from feedback.models import Checklist, MysteryVisit, VisitKind

LIST = "feedback/mystery_visit_list.html"
PAGE = "feedback/mystery_visit_detail.html"
ASSIGN = "feedback/mystery_visit_assign.html"
OBSERVE = "feedback/mystery_visit_observe.html"
NEWEST: Order = ("-first_on", "-pk")


@require(Permission.MYSTERY_VISIT_VIEW)
@require_safe
def mystery_visit_list(request: StaffRequest) -> HttpResponse:
    """The newest first; who works at the counter finds what was written about them."""
    kind = request.GET.get("kind", "")
    rows = MysteryVisit.objects.visible_to(request.user)
    rows = rows.filter(kind=kind) if kind in VisitKind.values else rows
    page = keyset_page(
        rows.select_related("checklist", "location", "colleague"),
        order=NEWEST,
        after=request.GET.get("after"),
        size=25,
    )
    today = timezone.localdate()
    rows_late = [(row, row.is_late(today)) for row in page.rows]
    context = {"page": page, "rows": rows_late, "kind": kind, "kinds": VisitKind.choices}
    return page_or_fragment(request, LIST, context, fragment="rows")


@require(Permission.MYSTERY_VISIT_VIEW)
@require_safe
def mystery_visit_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """What was seen, point by point; before that, the link for whoever goes."""
    visit = _find(request, pk)
    marked = [(point, mark, MARK_WORDS[mark]) for point, mark in zip(visit.asked, visit.marks, strict=False)]
    context = {
        "visit": visit,
        "marked": marked,
        "address": report_address(visit) if request.user.can(Permission.MYSTERY_VISIT_ASSIGN) else "",
        "is_about_me": visit.colleague_id == request.user.pk,
        "form": ReadForm(),
    }
    return render(request, PAGE, context)


@require(Permission.MYSTERY_VISIT_ASSIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def mystery_visit_assign(request: StaffRequest, pk: int) -> HttpResponse:
    """Send somebody with this checklist."""
    checklist = get_object_or_404(Checklist.objects.in_use(), pk=pk)
    form = ErrandForm(posted(request))
    context = {"form": form, "checklist": checklist}
    if request.method != "POST":
        return render(request, ASSIGN, context)
    if not form.is_valid():
        return form_again(request, ASSIGN, context)
    key, by = form.cleaned_data["once"], request.user
    made = only_once(key, MysteryVisit, lambda: assign_visit(checklist, form.errand(), by=by), by=by)
    messages.success(request, _("Planned. Give whoever goes the address that stands here."))
    return redirect("feedback:mystery_visit_detail", made.pk)


@require(Permission.MYSTERY_VISIT_OBSERVE)
@require_http_methods(["GET", "HEAD", "POST"])
def mystery_visit_observe(request: StaffRequest, pk: int) -> HttpResponse:
    """Watch a colleague at the counter, by the same checklist."""
    checklist, by = get_object_or_404(Checklist.objects.in_use(), pk=pk), request.user
    form = ObserveForm(posted(request), points=checklist.asked, user=by)
    context = {"form": form, "checklist": checklist}
    if request.method != "POST":
        return render(request, OBSERVE, context)
    if not form.is_valid():
        return form_again(request, OBSERVE, context)
    typed = form.cleaned_data
    made = only_once(
        typed["once"],
        MysteryVisit,
        lambda: observe_colleague(
            checklist, form.report(), colleague=typed["colleague"], location=typed["location"], by=by
        ),
        by=by,
    )
    return redirect("feedback:mystery_visit_detail", made.pk)


@require(Permission.MYSTERY_VISIT_ASSIGN)
@require_POST
def mystery_visit_call_off(request: StaffRequest, pk: int) -> HttpResponse:
    """Nobody need go any more."""
    call_off_visit(_find(request, pk), by=request.user)
    messages.success(request, _("Called off. The link is over."))
    return redirect("feedback:mystery_visit_list")


@require(Permission.MYSTERY_VISIT_VIEW)
@require_POST
def mystery_visit_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Whom it is about has read it."""
    mine = MysteryVisit.objects.done().filter(kind=VisitKind.WATCHED, colleague=request.user)
    visit, form = get_object_or_404(mine, pk=pk), ReadForm(request.POST)
    if form.is_valid():
        answer_observation(visit, reply=form.cleaned_data["reply"], by=request.user)
    return redirect("feedback:mystery_visit_detail", pk)


def _find(request: StaffRequest, pk: int) -> MysteryVisit:
    rows = MysteryVisit.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("checklist", "location", "colleague", "created_by"), pk=pk)
