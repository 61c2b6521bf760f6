"""The page at the till: one field for whatever somebody shows, typed or scanned."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.shop.actions.sign_in import TooManyTries
from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.shop.waiting import please_wait
from crm.web.answers import form_again, page_or_fragment, posted
from customers.advocates import find_advocate
from customers.models import Customer
from engagement.actions.voucher import VoucherIsNotOpen
from engagement.actions.voucher_redemption import redeem_voucher, what_became_of
from engagement.forms.voucher import TakeForm, TillForm
from engagement.guessing import count_try, was_right
from engagement.models import Voucher
from engagement.till_finding import find_at_the_till

PAGE = "engagement/voucher_redeem.html"


@require(Permission.REWARD_REDEEM)
@require_http_methods(["GET", "HEAD", "POST"])
def voucher_redeem(request: StaffRequest) -> HttpResponse:
    """Look first, then take. A card leads to its customer."""
    form = TillForm(posted(request))
    if request.method != "POST":
        return render(request, PAGE, {"form": form})
    if not form.is_valid():
        return form_again(request, PAGE, {"form": form})
    try:
        found = _find(request, form.cleaned_data["code"])
    except TooManyTries as refusal:
        return please_wait(request, refusal.seconds)
    if isinstance(found, Customer):
        return redirect("engagement:loyalty_card", found.pk)
    if found is None:
        form.add_error("code", _what_else(form.cleaned_data["code"]))
        return form_again(request, PAGE, {"form": form})
    return _take(request, found) if "take" in request.POST else _show(request, found)


def _find(request: StaffRequest, typed: str) -> Voucher | Customer | None:
    count_try(request, request.user)
    found = find_at_the_till(typed)
    if found is not None:
        was_right(request, request.user)
    return found


def _what_else(typed: str) -> str:
    """Why there is nothing to take."""
    if find_advocate(typed) is not None:
        return _("This is a friend's code. Whoever came with it: write it on their page, under “Sent by”.")
    return _("We know no voucher and no card of this code.")


def _show(request: StaffRequest, voucher: Voucher) -> HttpResponse:
    """What it is worth, and whether it is good."""
    take = TakeForm(customer=voucher.customer, initial={"code": voucher.code})
    return page_or_fragment(request, PAGE, _context(voucher, take), fragment="form")


def _take(request: StaffRequest, voucher: Voucher) -> HttpResponse:
    take = TakeForm(posted(request), customer=voucher.customer)
    if not take.is_valid():
        return form_again(request, PAGE, _context(voucher, take))
    try:
        voucher = only_once(
            take.cleaned_data["once"],
            Voucher,
            lambda: redeem_voucher(voucher.code, purchase=take.cleaned_data.get("purchase"), by=request.user),
            by=request.user,
        )
    except VoucherIsNotOpen as late:
        return page_or_fragment(request, PAGE, _context(late.voucher, take), fragment="form", status=409)
    messages.success(request, _("Taken: %s off.") % voucher.worth)
    return redirect("engagement:voucher_detail", voucher.pk)


def _context(voucher: Voucher, take: TakeForm) -> dict[str, Any]:
    return {
        "form": TillForm(),
        "voucher": voucher,
        "take": take,
        "what_became_of": what_became_of(voucher),
    }
