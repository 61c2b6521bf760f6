"""Vouchers: all of them, one of them, a new one, and taking one back."""

from typing import Any

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
from crm.web.paging import keyset_page
from engagement.actions.reward_link import share, standing_link
from engagement.actions.voucher import VoucherIsNotOpen, cancel_voucher, issue_voucher
from engagement.actions.voucher_redemption import undo_redemption, what_became_of
from engagement.forms.voucher import ReasonForm, VoucherFilter, VoucherForm
from engagement.models import LinkPurpose, Voucher
from engagement.opened_for import customer_named
from engagement.public_links import link_url
from engagement.voucher_figures import liability

LIST_PAGE = "engagement/voucher_list.html"
ISSUE_PAGE = "engagement/voucher_issue.html"
CANCEL_PAGE = "engagement/voucher_cancel.html"
UNDO_PAGE = "engagement/voucher_undo.html"
NEWEST = ("-issued_at", "-id")


@require(Permission.REWARD_VIEW)
@require_safe
def voucher_list(request: StaffRequest) -> HttpResponse:
    """The newest first, and what the shop owes."""
    form = VoucherFilter(request.GET)
    vouchers = form.apply(Voucher.objects.visible_to(request.user))
    shown = vouchers.select_related("customer").prefetch_related("customer__phones")
    context = {
        "form": form,
        "page": keyset_page(shown, order=NEWEST, after=request.GET.get("after")),
        "liability": liability(timezone.localdate()),
    }
    return page_or_fragment(request, LIST_PAGE, context, fragment="rows")


@require(Permission.REWARD_GIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def voucher_issue(request: StaffRequest) -> HttpResponse:
    """Give a voucher, to somebody or to whoever brings it."""
    opened_for = customer_named(request.GET.get("customer", ""), request.user)
    form = VoucherForm(posted(request), user=request.user, initial={"customer": opened_for})
    if request.method != "POST":
        return render(request, ISSUE_PAGE, {"form": form})
    if not form.is_valid():
        return form_again(request, ISSUE_PAGE, {"form": form})
    voucher = only_once(form.cleaned_data["once"], Voucher, lambda: _issue(request, form), by=request.user)
    messages.success(request, _("A voucher of %s is made.") % voucher.worth)
    return redirect("engagement:voucher_detail", voucher.pk)


def _issue(request: StaffRequest, form: VoucherForm) -> Voucher:
    names = ("customer", "reason", "expires_on", "note")
    answers = {name: form.cleaned_data[name] for name in names}
    return issue_voucher(form.worth(), **answers, by=request.user)


@require(Permission.REWARD_VIEW)
@require_safe
def voucher_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One voucher to print or to send, and what became of it."""
    voucher = _find(request, pk)
    link = standing_link(LinkPurpose.VOUCHER, voucher)
    context = {
        "voucher": voucher,
        "what_became_of": what_became_of(voucher),
        "entries": voucher.entries.select_related("by").order_by("at", "pk"),
        "link": link_url(link) if link else "",
    }
    return render(request, "engagement/voucher_detail.html", context)


@require(Permission.REWARD_GIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def voucher_cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Call an open voucher off, and say why."""
    voucher = _find(request, pk)
    form = ReasonForm(posted(request))
    context: dict[str, Any] = {"voucher": voucher, "form": form}
    if request.method != "POST":
        return render(request, CANCEL_PAGE, context)
    if not form.is_valid():
        return form_again(request, CANCEL_PAGE, context)
    try:
        cancel_voucher(voucher, because=form.cleaned_data["because"], by=request.user)
        messages.success(request, _("The voucher is called off: nobody can use it any more."))
    except VoucherIsNotOpen as late:
        messages.error(request, what_became_of(late.voucher))
    return redirect("engagement:voucher_detail", pk)


@require(Permission.REWARD_GIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def voucher_undo(request: StaffRequest, pk: int) -> HttpResponse:
    """A use was a mistake: take it back, and say why."""
    voucher = _find(request, pk)
    form = ReasonForm(posted(request))
    context: dict[str, Any] = {"voucher": voucher, "form": form}
    if request.method != "POST":
        return render(request, UNDO_PAGE, context)
    if not form.is_valid():
        return form_again(request, UNDO_PAGE, context)
    undo_redemption(voucher, because=form.cleaned_data["because"], by=request.user)
    messages.success(request, _("The use is taken back."))
    return redirect("engagement:voucher_detail", pk)


@require(Permission.REWARD_GIVE)
@require_POST
def voucher_share(request: StaffRequest, pk: int) -> HttpResponse:
    """Make a link that shows the voucher to whoever holds it."""
    voucher = _find(request, pk)
    anew = request.POST.get("anew") == "1"
    share(LinkPurpose.VOUCHER, voucher, customer=voucher.customer, anew=anew, by=request.user)
    return redirect("engagement:voucher_detail", pk)


def _find(request: StaffRequest, pk: int) -> Voucher:
    seen = Voucher.objects.visible_to(request.user)
    people = seen.select_related("customer", "issued_by", "redeemed_by", "redeemed_with", "cancelled_by")
    return get_object_or_404(people, pk=pk)
