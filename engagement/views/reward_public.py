"""What customers see on their own phone, by a secret link or a friend's: a voucher, their card, a warm word.

Looking changes nothing, and no page asks for anything: a friend shows the code in the shop, where they are
asked who sent them. So nobody can leave somebody else's address here.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crm.shop.actions.sign_in import TooManyTries
from crm.shop.models import ShopSettings
from crm.shop.waiting import please_wait
from crm.web.short_codes import tidy_code
from customers.advocates import bearer_of
from customers.models import Customer
from engagement.actions.voucher_redemption import what_became_of
from engagement.friend_links import friend_url
from engagement.guessing import count_wrong_link
from engagement.loyalty_expiry import next_of_card
from engagement.loyalty_rules import counted, rules_in_words, spendable, worth_of
from engagement.models import LinkPurpose, LoyaltyCard, LoyaltyKind, LoyaltyProgram
from engagement.public_links import find_link, link_url
from engagement.till_finding import voucher_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
MOST_DRAWN = 20


def for_holders(view: View[P]) -> View[P]:
    """A page for whoever holds its address: in no search engine, and telling no other page where one was."""

    @login_not_required
    @require_safe
    @wraps(view)
    def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return cast("View[P]", page)


@for_holders
def voucher_show(request: HttpRequest, token: str) -> HttpResponse:
    """A voucher to show at the till."""
    link = find_link(token, LinkPurpose.VOUCHER)
    voucher = voucher_of(link) if link else None
    if voucher is None:
        return _nothing_here(request, "engagement/voucher_show.html")
    context = {
        "voucher": voucher,
        "what_became_of": what_became_of(voucher),
        "first_name": _first_name(voucher.customer),
    }
    return render(request, "engagement/voucher_show.html", context)


@for_holders
def loyalty_show(request: HttpRequest, token: str) -> HttpResponse:
    """The card on the phone, no app needed."""
    link = find_link(token, LinkPurpose.CARD)
    card = LoyaltyCard.objects.filter(customer=link.customer).first() if link and link.customer else None
    if link is None or card is None:
        return _nothing_here(request, "engagement/loyalty_show.html")
    program, shop = LoyaltyProgram.current(), ShopSettings.current()
    context = {
        "card": card,
        "first_name": _first_name(link.customer),
        "program": program,
        "on_it": counted(card.balance, program),
        "takes": worth_of(spendable(card.balance, program), program),
        "stamps": _stamps(card, program),
        "rules": rules_in_words(program, shop.currency if shop else ""),
        "runs_out": next_of_card(card),
        "link": link_url(link),
    }
    return render(request, "engagement/loyalty_show.html", context)


@for_holders
def friend(request: HttpRequest, code: str) -> HttpResponse:
    """A warm word from somebody who likes the shop, and the code to mention at the till."""
    tidy = tidy_code(code)
    customer = bearer_of(tidy)
    if customer is None:
        return _nothing_here(request, "engagement/friend.html")
    context = {
        "code": tidy,
        "first_name": _first_name(customer),
        "program": LoyaltyProgram.current(),
        "link": friend_url(tidy),
    }
    return render(request, "engagement/friend.html", context)


def _nothing_here(request: HttpRequest, template: str) -> HttpResponse:
    """Whatever is wrong with an address, the answer is the same; who tries many has to wait."""
    try:
        count_wrong_link(request)
    except TooManyTries as refusal:
        return please_wait(request, refusal.seconds)
    return render(request, template, status=404)


def _first_name(customer: Customer | None) -> str:
    """All that is said about anybody on these pages."""
    return (customer.preferred_name or customer.given_name) if customer else ""


def _stamps(card: LoyaltyCard, program: LoyaltyProgram) -> list[bool]:
    """Which places of the card are stamped, where it is one that can be drawn."""
    if program.kind != LoyaltyKind.STAMPS or program.full_at > MOST_DRAWN:
        return []
    stamped = min(card.balance, program.full_at)
    return [place < stamped for place in range(program.full_at)]
