"""Who sent whom: the list, writing it down, taking it back, and the link to recommend us by."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted
from crm.web.paging import keyset_page
from customers.actions.referral import NotAReferral, make_referral_code, record_referral
from customers.forms.referral import ReferralForm
from customers.models import Customer, Referral, ReferralCode
from engagement.actions.referral_thanks import undo_referral
from engagement.forms.referral import ReferralFilter
from engagement.forms.voucher import ReasonForm
from engagement.friend_links import friend_url
from engagement.models import LoyaltyProgram

LIST_PAGE = "engagement/referral_list.html"
RECORD_PAGE = "engagement/referral_record.html"
WITHDRAW_PAGE = "engagement/referral_withdraw.html"
SHARE_PAGE = "engagement/referral_share.html"
PEOPLE = ("friend__phones", "advocate__phones")


@require(Permission.REWARD_VIEW)
@require_safe
def referral_list(request: StaffRequest) -> HttpResponse:
    """The newest first."""
    form = ReferralFilter(request.GET)
    standing = Referral.objects.standing().filter(friend__in=Customer.objects.visible_to(request.user))
    referrals = form.apply(standing).select_related("friend", "advocate").prefetch_related(*PEOPLE)
    context = {
        "form": form,
        "page": keyset_page(referrals, order=("-at", "-id"), after=request.GET.get("after")),
        "program": LoyaltyProgram.current(),
    }
    return page_or_fragment(request, LIST_PAGE, context, fragment="rows")


@require(Permission.REFERRAL_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_record(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down who sent this customer."""
    friend = _find(request, pk)
    form = ReferralForm(posted(request), user=request.user)
    known = Referral.objects.standing().filter(friend=friend).select_related("advocate", "by").first()
    context: dict[str, Any] = {"form": form, "customer": friend, "referral": known}
    if request.method != "POST":
        return render(request, RECORD_PAGE, context)
    if not form.is_valid():
        return form_again(request, RECORD_PAGE, context)
    try:
        record_referral(friend, advocate=form.cleaned_data["advocate"], way=form.way, by=request.user)
    except NotAReferral as wrong:
        form.add_error("advocate", wrong.sentence)
        return form_again(request, RECORD_PAGE, context)
    messages.success(request, _("Written down: that speaks well of both."))
    return redirect("customers:customer_detail", pk)


@require(Permission.REFERRAL_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """It was not so."""
    seen = Referral.objects.filter(friend__in=Customer.objects.visible_to(request.user))
    referral = get_object_or_404(seen.select_related("friend", "advocate"), pk=pk)
    form = ReasonForm(posted(request))
    context = {"form": form, "referral": referral}
    if request.method != "POST":
        return render(request, WITHDRAW_PAGE, context)
    if not form.is_valid():
        return form_again(request, WITHDRAW_PAGE, context)
    undo_referral(referral, because=form.cleaned_data["because"], by=request.user)
    messages.success(request, _("Taken back. Vouchers given for it that nobody has used yet are called off."))
    return redirect("engagement:referral_list")


@require(Permission.REFERRAL_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_share(request: StaffRequest, pk: int) -> HttpResponse:
    """The code and the link by which this customer recommends us."""
    customer = _find(request, pk)
    if request.method == "POST":
        make_referral_code(customer, by=request.user)
        return redirect("engagement:referral_share", pk)
    known = ReferralCode.objects.filter(customer=customer).first()
    context = {"customer": customer, "known": known, "link": friend_url(known.code) if known else ""}
    return render(request, SHARE_PAGE, context)


def _find(request: StaffRequest, pk: int) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(request.user).prefetch_related("phones"), pk=pk)
