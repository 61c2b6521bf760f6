"""Where people write about us, and a file of what they wrote."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted, stale_form_again
from crm.web.paging import in_one_piece
from customers.stale import SomebodyWasFaster
from feedback.actions.review import log_reviews
from feedback.actions.review_platform import (
    PlatformIsTaken,
    add_platform,
    edit_platform,
    retire_platform,
)
from feedback.forms.review import ReviewFileForm
from feedback.forms.review_platform import NAMES, PlatformForm
from feedback.models import ReviewPlatform
from feedback.review_rules import RULES

LIST = "feedback/review_platform_list.html"
FORM = "feedback/review_platform_edit.html"
IMPORT = "feedback/review_import.html"


@require(Permission.REVIEW_VIEW)
@require_safe
def review_platform_list(request: StaffRequest) -> HttpResponse:
    """Every place, with what it demands of those who ask."""
    platforms = in_one_piece(ReviewPlatform.objects.in_use().select_related("location"))
    rows = [(platform, RULES[platform.kind]) for platform in platforms]
    return render(request, LIST, {"rows": rows})


@require(Permission.REVIEW_RULES_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def review_platform_add(request: StaffRequest) -> HttpResponse:
    """A new place."""
    form = PlatformForm(posted(request))
    context = {"form": form, "rules": RULES.items()}
    if request.method != "POST":
        return render(request, FORM, context)
    if not form.is_valid():
        return form_again(request, FORM, context)
    key, by = form.cleaned_data["once"], request.user
    try:
        only_once(key, ReviewPlatform, lambda: add_platform(form.place(), by=by), by=by)
    except PlatformIsTaken:
        return _is_taken(request, form, context)
    return redirect("feedback:review_platform_list")


@require(Permission.REVIEW_RULES_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def review_platform_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Another address, another share."""
    platform = get_object_or_404(ReviewPlatform.objects.in_use().select_related("location"), pk=pk)
    initial = {name: getattr(platform, name) for name in (*NAMES, "version")}
    form = PlatformForm(posted(request), initial=initial)
    context = {"form": form, "platform": platform, "rules": [(platform.kind, RULES[platform.kind])]}
    if request.method != "POST":
        return render(request, FORM, context)
    if not form.is_valid():
        return form_again(request, FORM, context)
    try:
        edit_platform(platform, form.place(), version=form.cleaned_data["version"] or 0, by=request.user)
    except SomebodyWasFaster:
        platform.refresh_from_db()
        return stale_form_again(request, FORM, context, form=form, version=platform.version)
    except PlatformIsTaken:
        return _is_taken(request, form, context)
    return redirect("feedback:review_platform_list")


def _is_taken(request: StaffRequest, form: PlatformForm, context: dict[str, Any]) -> HttpResponse:
    form.add_error("name", _("There is a place of this name already."))
    return form_again(request, FORM, context)


@require(Permission.REVIEW_RULES_EDIT)
@require_POST
def review_platform_retire(request: StaffRequest, pk: int) -> HttpResponse:
    """We are not there any more."""
    retire_platform(get_object_or_404(ReviewPlatform, pk=pk), by=request.user)
    return redirect("feedback:review_platform_list")


@require(Permission.REVIEW_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def review_import(request: StaffRequest) -> HttpResponse:
    """Many reviews out of a file; those that are known already change nothing."""
    form = ReviewFileForm(posted(request), request.FILES or None)
    if request.method != "POST":
        return render(request, IMPORT, {"form": form})
    if not form.is_valid():
        return form_again(request, IMPORT, {"form": form})
    found = form.cleaned_data["file"]
    new = log_reviews(form.cleaned_data["platform"], found.reviews, by=request.user)
    messages.success(request, ngettext("%d review is new.", "%d reviews are new.", new) % new)
    if found.not_understood:
        messages.warning(request, _("Lines we did not understand: %s") % found.odd_ones)
    return redirect("feedback:review_list")
