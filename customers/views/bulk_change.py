"""One change to many customers: who and what, the effect before anything, then done, and undone."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.models import User
from crm.shop.permissions import Permission
from crm.web.answers import page_or_fragment
from customers.actions.bulk_change import (
    NumberHasChanged,
    ask_for_bulk_change,
    ask_for_undo,
    would_change,
)
from customers.actions.bulk_jobs import job_of, start_bulk_change, start_undo
from customers.actions.tag import find_or_make_tags
from customers.forms.bulk_change import BulkChangeForm
from customers.forms.fields import new_key
from customers.models import BulkChange, BulkKind, Customer, Tag
from customers.picking import NobodyIsPicked, Picked, picked_from
from customers.views.customer_export import back_to_the_list

PREVIEW_PAGE = "customers/bulk_change_preview.html"
PAGE = "customers/bulk_change_detail.html"
NAMES_SHOWN = 10


@require(Permission.CUSTOMER_CHANGE_MANY)
@require_safe
def bulk_change_preview(request: StaffRequest) -> HttpResponse:
    """Who, what, and once that is said: what it would do."""
    try:
        picked = picked_from(request.GET, by=request.user)
    except NobodyIsPicked as problem:
        return back_to_the_list(request, problem)
    form = BulkChangeForm(request.GET if "kind" in request.GET else None)
    return _preview(request, picked, form)


def _preview(request: StaffRequest, picked: Picked, form: BulkChangeForm) -> HttpResponse:
    customers = picked.of(Customer.objects.visible_to(request.user))
    context: dict[str, Any] = {
        "picked": picked,
        "form": form,
        "number": customers.count(),
        "tags": Tag.objects.values_list("name", flat=True)[:500],
        "once": new_key(),
    }
    if form.is_bound and form.is_valid():
        changing = would_change(customers, form.cleaned_data["kind"], form.value)
        expected = changing.count()
        context |= {
            "is_seen": True,
            "expected": expected,
            "unchanged": context["number"] - expected,
            "names": changing.by_name().prefetch_related("phones")[:NAMES_SHOWN],
            "kind_words": BulkKind(form.cleaned_data["kind"]).label,
            "said": form.said,
        }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return page_or_fragment(request, PREVIEW_PAGE, context, fragment="preview", status=status)


@require(Permission.CUSTOMER_CHANGE_MANY)
@require_POST
def bulk_change_start(request: StaffRequest) -> HttpResponse:
    """Do what the preview has said; when it is no longer true, show it again instead."""
    try:
        picked = picked_from(request.POST, by=request.user)
    except NobodyIsPicked as problem:
        return back_to_the_list(request, problem)
    form = BulkChangeForm(request.POST)
    if not form.is_valid():
        return _preview(request, picked, form)
    try:
        change = _ask(request, picked, form)
    except NumberHasChanged:
        messages.warning(request, _("The number has changed since you looked. Nothing was done yet."))
        return _preview(request, picked, form)
    start_bulk_change(change, by=request.user)
    return redirect("customers:bulk_change_detail", change.pk)


def _ask(request: StaffRequest, picked: Picked, form: BulkChangeForm) -> BulkChange:
    kind = form.cleaned_data["kind"]
    expected = request.POST.get("expected", "")
    if kind == BulkKind.ADD_TAG:
        find_or_make_tags([form.cleaned_data["tag"]])
    return only_once(
        request.POST.get("once", ""),
        BulkChange,
        lambda: ask_for_bulk_change(
            picked,
            kind=kind,
            value=form.value,
            expected=int(expected) if expected.isascii() and expected.isdecimal() else -1,
            by=request.user,
            among=Customer.objects.visible_to(request.user),
        ),
        by=request.user,
    )


@require(Permission.CUSTOMER_CHANGE_MANY)
@require_safe
def bulk_change_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """How far it is, and what it did; the page asks again by itself while it is under way."""
    change = get_object_or_404(BulkChange.objects.select_related("by"), pk=pk)
    context = {"change": change, "job": job_of(change), "said": _said(change)}
    return page_or_fragment(request, PAGE, context, fragment="state")


def _said(change: BulkChange) -> str:
    """The tag or the colleague in words, as they are called now."""
    if change.kind != BulkKind.SET_OWNER:
        return str(Tag.objects.filter(pk=change.value).first() or "")
    owner = User.objects.filter(pk=change.value).first() if change.value else None
    return owner.name if owner else _("nobody")


@require(Permission.CUSTOMER_CHANGE_MANY)
@require_POST
def bulk_change_undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Everybody who was changed, as before."""
    change = ask_for_undo(get_object_or_404(BulkChange, pk=pk), by=request.user)
    if change.undo_asked_at and not change.undone_at:
        start_undo(change, by=request.user)
    return redirect("customers:bulk_change_detail", pk)
