"""Something of a purchase comes back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted
from customers.actions.purchase_return import (
    MoreThanIsLeft,
    take_back,
    what_is_left,
    why_nothing_comes_back,
)
from customers.forms.purchase import ReturnForm
from customers.models import Purchase
from customers.views.purchase import MOST_LINES, find_purchase, words_for

PAGE = "customers/purchase_refund.html"


@require(Permission.PURCHASE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def purchase_refund(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose how many of each line come back, and write the refund."""
    purchase = find_purchase(request, pk)
    form = ReturnForm(posted(request), purchase=purchase, lines_left=what_is_left(purchase)[:MOST_LINES])
    context = {"form": form, "purchase": purchase}
    if not form.is_bound:
        return _open(request, purchase, context)
    if not form.is_valid():
        return form_again(request, PAGE, context)
    try:
        refund = _take_back_once(request, purchase, form)
    except MoreThanIsLeft as too_much:
        form.blame(too_much.left)
        return form_again(request, PAGE, context)
    messages.success(request, words_for(refund))
    return redirect("customers:purchase_detail", refund.pk)


def _open(request: StaffRequest, purchase: Purchase, context: dict[str, Any]) -> HttpResponse:
    if reason := why_nothing_comes_back(purchase):
        messages.warning(request, reason)
        return redirect("customers:purchase_detail", purchase.pk)
    return page_or_fragment(request, PAGE, context, fragment="form")


def _take_back_once(request: StaffRequest, purchase: Purchase, form: ReturnForm) -> Purchase:
    return only_once(
        form.cleaned_data["once"],
        Purchase,
        lambda: take_back(purchase, form.coming_back(), by=request.user),
        by=request.user,
    )
