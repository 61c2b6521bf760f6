"""What is done to put a complaint right, and the rules for it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted, stale_form_again
from customers.stale import SomebodyWasFaster
from feedback.actions.complaint_rules import edit_complaint_rules
from feedback.actions.remedy import (
    ComplaintIsClosed,
    NotApproved,
    approve_remedy,
    drop_remedy,
    give_remedy,
    offer_remedy,
)
from feedback.forms.remedy import ComplaintRulesForm, RemedyForm
from feedback.models import ComplaintRules, Remedy
from feedback.views.complaint_page import find, page_of

PAGE = "feedback/complaint_detail.html"
RULES = "feedback/complaint_rules.html"
LONGEST_PROOF = 120


@require(Permission.COMPLAINT_WORK)
@require_POST
def remedy_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Offer something."""
    complaint, by = find(request, pk), request.user
    form = RemedyForm(request.POST)
    if not form.is_valid():
        return form_again(request, PAGE, page_of(request, complaint, remedy=form), fragment="remedy")
    try:
        only_once(
            form.cleaned_data["once"], Remedy, lambda: offer_remedy(complaint, form.offer(), by=by), by=by
        )
    except ComplaintIsClosed:
        messages.error(request, _("It is closed. Open it again first."))
    return redirect("feedback:complaint_detail", pk)


@require(Permission.COMPLAINT_WORK)
@require_POST
def remedy_move(request: StaffRequest, pk: int) -> HttpResponse:
    """It was given, or is not offered any more: the button says which."""
    remedy, what, by = _find(request, pk), request.POST.get("do", ""), request.user
    try:
        if what == "give":
            give_remedy(remedy, proof=request.POST.get("proof", "").strip()[:LONGEST_PROOF], by=by)
        elif what == "drop":
            drop_remedy(remedy, by=by)
    except NotApproved:
        messages.error(request, _("Somebody who may approve it has to say yes first."))
    return redirect("feedback:complaint_detail", remedy.complaint_id)


@require(Permission.COMPLAINT_APPROVE)
@require_POST
def remedy_approve(request: StaffRequest, pk: int) -> HttpResponse:
    """Say yes to something dear."""
    remedy = approve_remedy(_find(request, pk), by=request.user)
    return redirect("feedback:complaint_detail", remedy.complaint_id)


@require(Permission.COMPLAINT_RULES_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_rules(request: StaffRequest) -> HttpResponse:
    """What needs approval, and where a customer can go next."""
    form = ComplaintRulesForm.of(ComplaintRules.current(), posted(request))
    if request.method != "POST":
        return render(request, RULES, {"form": form})
    if not form.is_valid():
        return form_again(request, RULES, {"form": form})
    try:
        edit_complaint_rules(form.values(), version=form.cleaned_data["version"], by=request.user)
    except SomebodyWasFaster:
        version = ComplaintRules.current().version
        return stale_form_again(request, RULES, {"form": form}, form=form, version=version)
    messages.success(request, _("Saved."))
    return redirect("feedback:complaint_rules")


def _find(request: StaffRequest, pk: int) -> Remedy:
    remedy = get_object_or_404(Remedy.objects.select_related("complaint"), pk=pk)
    find(request, remedy.complaint_id)  # who may not see the one may not touch the other
    return remedy
