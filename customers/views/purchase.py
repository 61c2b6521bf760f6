"""A receipt, opened from the timeline; one written by hand, corrected, voided, brought back."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted
from crm.web.templatetags.amounts import money
from customers.actions.purchase import record_purchase
from customers.actions.purchase_correction import (
    PurchaseStaysAsItIs,
    correct_purchase,
    restore_purchase,
    void_purchase,
    why_it_stays,
    why_uncorrectable,
)
from customers.actions.purchase_return import why_nothing_comes_back
from customers.conflict import conflict_of
from customers.forms.purchase import PurchaseForm
from customers.models import Customer, Purchase
from customers.receipt_words import field_name, in_words, past_of
from customers.stale import SomebodyWasFaster

FORM_PAGE = "customers/purchase_form.html"
MOST_LINES = 500


@require(Permission.PURCHASE_VIEW)
@require_safe
def purchase_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One receipt with its lines, what came back of it, and what can be done about it."""
    purchase = find_purchase(request, pk)
    lines = list(purchase.lines.all()[: MOST_LINES + 1])
    context = {
        "purchase": purchase,
        "lines": lines[:MOST_LINES],
        "has_more_lines": len(lines) > MOST_LINES,
        "refunds": purchase.refunds.standing()[:50],
        "why_it_stays": why_it_stays(purchase),
        "why_uncorrectable": why_uncorrectable(purchase),
        "is_returnable": not why_nothing_comes_back(purchase),
        "past": past_of(purchase),
        "most_lines": MOST_LINES,
    }
    return render(request, "customers/purchase_detail.html", context)


def find_purchase(request: StaffRequest, pk: int) -> Purchase:
    """A purchase this person may see, or 404."""
    receipts = Purchase.objects.visible_to(request.user)
    people = receipts.select_related("customer", "location", "staff", "refund_of", "voided_by")
    return get_object_or_404(people, pk=pk)


@require(Permission.PURCHASE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def purchase_record(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down a sale or refund that no till told us about."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    form = PurchaseForm(posted(request))
    context = {"form": form, "customer": customer}
    if not form.is_bound:
        return page_or_fragment(request, FORM_PAGE, context, fragment="form")
    if not form.is_valid():
        return form_again(request, FORM_PAGE, context)
    purchase = only_once(
        form.cleaned_data["once"],
        Purchase,
        lambda: record_purchase(form.receipt(request.shop), customer=customer, by=request.user),
        by=request.user,
    )
    messages.success(request, words_for(purchase))
    return redirect("customers:customer_detail", customer.pk)


def words_for(purchase: Purchase) -> str:
    """What has just been written down."""
    words = _("Refund of %s written down.") if purchase.is_refund else _("Purchase of %s written down.")
    return words % money(abs(purchase.total), purchase.currency)


@require(Permission.PURCHASE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def purchase_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct a purchase that was written by hand; what it said before stays on its page."""
    purchase = find_purchase(request, pk)
    if reason := why_uncorrectable(purchase):
        return _it_stays(request, purchase, reason)
    form = PurchaseForm(posted(request), purchase=purchase)
    context = {"form": form, "purchase": purchase, "customer": purchase.customer}
    if not form.is_bound:
        return page_or_fragment(request, FORM_PAGE, context, fragment="form")
    if not form.is_valid():
        return form_again(request, FORM_PAGE, context)
    return _correct(request, purchase, context)


def _correct(request: StaffRequest, purchase: Purchase, context: dict[str, Any]) -> HttpResponse:
    form = context["form"]
    version = form.cleaned_data["version"] or 0
    try:
        correct_purchase(purchase, form.receipt(request.shop), version=version, by=request.user)
    except PurchaseStaysAsItIs as reason:
        return _it_stays(request, purchase, reason.sentence)
    except SomebodyWasFaster as faster:
        return _show_conflict(request, purchase, faster, context)
    messages.success(request, _("The purchase was saved."))
    return redirect("customers:purchase_detail", purchase.pk)


def _show_conflict(
    request: StaffRequest, purchase: Purchase, faster: SomebodyWasFaster, context: dict[str, Any]
) -> HttpResponse:
    """The form again with everything typed, beside what a colleague wrote meanwhile."""
    fresh = find_purchase(request, purchase.pk)
    form = context["form"]
    form.data = {**form.data.dict(), "version": fresh.version}
    conflict = [
        replace(
            change,
            field=field_name(change.field),
            now=in_words(change.field, change.now, currency=fresh.currency),
        )
        for change in conflict_of(fresh, faster)
    ]
    return page_or_fragment(request, FORM_PAGE, context | {"conflict": conflict}, fragment="form", status=409)


def _it_stays(request: StaffRequest, purchase: Purchase, reason: str) -> HttpResponse:
    messages.warning(request, reason)
    return redirect("customers:purchase_detail", purchase.pk)


@require(Permission.PURCHASE_RECORD)
@require_POST
def purchase_void(request: StaffRequest, pk: int) -> HttpResponse:
    """It never happened; its page keeps it, with the button that lets it count again."""
    try:
        purchase = void_purchase(find_purchase(request, pk), by=request.user)
    except PurchaseStaysAsItIs as reason:
        return _it_stays(request, find_purchase(request, pk), reason.sentence)
    messages.success(request, _("It is void: it counts nowhere and is off the timeline."))
    return redirect("customers:purchase_detail", purchase.pk)


@require(Permission.PURCHASE_RECORD)
@require_POST
def purchase_restore(request: StaffRequest, pk: int) -> HttpResponse:
    """A voided purchase counts again."""
    try:
        purchase = restore_purchase(find_purchase(request, pk), by=request.user)
    except PurchaseStaysAsItIs as reason:
        return _it_stays(request, find_purchase(request, pk), reason.sentence)
    messages.success(request, _("It counts again."))
    return redirect(*_where_it_was_asked(request, purchase))


def _where_it_was_asked(request: StaffRequest, purchase: Purchase) -> tuple[str, int]:
    """The customer's page has the button too."""
    if request.POST.get("to") == "customer" and purchase.customer_id:
        return "customers:customer_detail", purchase.customer_id
    return "customers:purchase_detail", purchase.pk
