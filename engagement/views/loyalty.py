"""Loyalty cards: all of them, one of them, spending, and the rules."""

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
from crm.web.paging import keyset_page
from crm.web.templatetags.amounts import money
from customers.models import Customer
from engagement.actions.loyalty import (
    Spent,
    ThereIsNotSoMuchOnTheCard,
    adjust_card,
    open_card,
    spend_from_card,
)
from engagement.actions.reward_link import share, standing_link
from engagement.forms.loyalty import AdjustForm, CardFilter, SpendForm
from engagement.loyalty_expiry import next_of_card
from engagement.loyalty_figures import on_cards
from engagement.loyalty_rules import counted, rules_for_staff, spendable, worth_of
from engagement.models import LinkPurpose, LoyaltyCard, LoyaltyEntry, LoyaltyProgram
from engagement.public_links import link_url

LIST_PAGE = "engagement/loyalty_list.html"
CARD_PAGE = "engagement/loyalty_card.html"
SPEND_PAGE = "engagement/loyalty_spend.html"
FULLEST, NEWEST = ("-balance", "-id"), ("-at", "-id")


@require(Permission.REWARD_VIEW)
@require_safe
def loyalty_list(request: StaffRequest) -> HttpResponse:
    """The fullest cards first, and what is on all of them."""
    program = LoyaltyProgram.current()
    form = CardFilter(request.GET)
    cards = form.apply(LoyaltyCard.objects.all(), program)
    shown = cards.select_related("customer").prefetch_related("customer__phones")
    context = {
        "program": program,
        "form": form,
        "page": keyset_page(shown, order=FULLEST, after=request.GET.get("after")),
        "on_cards": on_cards(program),
        "rules": rules_for_staff(program, request.shop.currency),
    }
    return page_or_fragment(request, LIST_PAGE, context, fragment="rows")


@require(Permission.REWARD_VIEW)
@require_safe
def loyalty_card(request: StaffRequest, pk: int) -> HttpResponse:
    """One customer's card: what is on it, and every movement."""
    return render(request, CARD_PAGE, _card_context(request, _find(request, pk)))


@require(Permission.REWARD_GIVE)
@require_POST
def loyalty_adjust(request: StaffRequest, pk: int) -> HttpResponse:
    """Put it right by hand, and say why."""
    customer = _find(request, pk)
    form = AdjustForm(request.POST)
    if not form.is_valid():
        return form_again(request, CARD_PAGE, _card_context(request, customer, form), fragment="adjust")
    answers = form.cleaned_data
    try:
        only_once(
            answers["once"],
            LoyaltyEntry,
            lambda: adjust_card(
                customer, amount=answers["amount"], because=answers["because"], by=request.user
            ),
            by=request.user,
        )
    except ThereIsNotSoMuchOnTheCard as refusal:
        form.add_error("amount", _("There are only %d on the card.") % refusal.balance)
        return form_again(request, CARD_PAGE, _card_context(request, customer, form), fragment="adjust")
    messages.success(request, _("The card is put right."))
    return redirect("engagement:loyalty_card", pk)


@require(Permission.REWARD_REDEEM)
@require_http_methods(["GET", "HEAD", "POST"])
def loyalty_spend(request: StaffRequest, pk: int) -> HttpResponse:
    """Take so many in payment."""
    customer = _find(request, pk)
    program, balance = LoyaltyProgram.current(), _balance_of(customer)
    form = SpendForm(posted(request), program=program, balance=balance)
    context = {"customer": customer, "form": form, **_on_card(program, balance)}
    if request.method != "POST":
        return render(request, SPEND_PAGE, context)
    if not form.is_valid():
        return form_again(request, SPEND_PAGE, context)
    try:
        return _spend(request, customer, form)
    except ThereIsNotSoMuchOnTheCard as refusal:
        form.add_error("amount", _("There are only %d on the card.") % refusal.balance)
        return form_again(request, SPEND_PAGE, context)


def _spend(request: StaffRequest, customer: Customer, form: SpendForm) -> HttpResponse:
    answers = form.cleaned_data
    is_voucher = answers["takes"] == "voucher"
    done: list[Spent] = []

    def take() -> LoyaltyEntry:
        done.append(
            spend_from_card(customer, amount=answers["amount"], as_voucher=is_voucher, by=request.user)
        )
        return done[-1].entry

    only_once(answers["once"], LoyaltyEntry, take, by=request.user)
    for spent in done:
        worth = money(spent.worth, request.shop.currency)
        if spent.voucher:
            messages.success(request, _("A voucher of %s is made.") % worth)
            return redirect("engagement:voucher_detail", spent.voucher.pk)
        messages.success(request, _("Take %s off.") % worth)
    return redirect("engagement:loyalty_card", customer.pk)


@require(Permission.REWARD_REDEEM)
@require_POST
def loyalty_share(request: StaffRequest, pk: int) -> HttpResponse:
    """Make the link by which they carry the card on their phone."""
    customer = _find(request, pk)
    card = open_card(customer)
    anew = request.POST.get("anew") == "1"
    share(LinkPurpose.CARD, card, customer=customer, anew=anew, by=request.user)
    return redirect("engagement:loyalty_card", pk)


def _find(request: StaffRequest, pk: int) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(request.user).prefetch_related("phones"), pk=pk)


def _balance_of(customer: Customer) -> int:
    card = LoyaltyCard.objects.filter(customer=customer).first()
    return card.balance if card else 0


def _card_context(
    request: StaffRequest, customer: Customer, adjust: AdjustForm | None = None
) -> dict[str, Any]:
    program = LoyaltyProgram.current()
    card = LoyaltyCard.objects.filter(customer=customer).first() or LoyaltyCard(customer=customer)
    link = standing_link(LinkPurpose.CARD, card) if card.pk else None
    entries = LoyaltyEntry.objects.filter(card=card.pk).select_related("by", "purchase")
    return {
        "customer": customer,
        "page": keyset_page(entries, order=NEWEST, after=request.GET.get("after")),
        "runs_out": next_of_card(card) if card.pk else None,
        "link": link_url(link) if link else "",
        "adjust_form": adjust or AdjustForm(),
        **_on_card(program, card.balance),
    }


def _on_card(program: LoyaltyProgram, balance: int) -> dict[str, Any]:
    most = spendable(balance, program)
    return {
        "program": program,
        "balance": balance,
        "on_it": counted(balance, program),
        "most": most,
        "most_worth": worth_of(most, program),
        "worth": worth_of(balance, program),
    }
