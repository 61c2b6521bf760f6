"""Acting on the reasons of Today, one tap each, and reading the whole list of one."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import asks_for_part, page_or_fragment
from crm.web.paging import keyset_page
from customers.actions.reason import act_on_reason, bring_reason_back, put_reason_off
from customers.models import Customer
from customers.reason_cards import card_of
from customers.reason_words import REASONS, ReasonKind, way_of
from customers.reasons import everybody, order_of, with_phone

PAGE = "customers/reason_list.html"
PART = "customers/_reason.html"
PUT_OFF = {"tomorrow": timedelta(days=1), "week": timedelta(days=7)}


@require(Permission.CUSTOMER_VIEW)
@require_safe
def reason_list(request: StaffRequest, key: str) -> HttpResponse:
    """Everybody with this reason, page by page."""
    kind, now = _kind(key), timezone.now()
    found = everybody(kind, request.user, now)
    page = keyset_page(found, order=order_of(kind, now), after=request.GET.get("after"))
    cards = [card_of(customer, kind, now) for customer in page.rows]
    context = {"kind": kind, "cards": cards, "page": page}
    return page_or_fragment(request, PAGE, context, fragment="rows")


@require(Permission.INTERACTION_LOG)
@require_POST
def reason_act(request: StaffRequest, pk: int, key: str) -> HttpResponse:
    """Log what was done, put it off, or take either back: the button says which."""
    kind = _kind(key)
    seen = with_phone(Customer.objects.visible_to(request.user))
    customer = get_object_or_404(seen, pk=pk)
    what = request.POST.get("do", "log")
    _do(request, customer, kind, what)
    if not asks_for_part(request):
        return redirect(_back_to(request, customer, kind, what))
    context = {"card": card_of(customer, kind, timezone.now()), "what": what}
    return page_or_fragment(request, PART, context, fragment="card" if what == "back" else "done")


def _kind(key: str) -> ReasonKind:
    try:
        return REASONS[key]
    except KeyError:
        raise Http404 from None


def _do(request: StaffRequest, customer: Customer, kind: ReasonKind, what: str) -> None:
    now = timezone.now()
    today = timezone.localdate(now)
    if what == "back":
        bring_reason_back(customer, kind, on=today, by=request.user)
    elif what in PUT_OFF:
        put_reason_off(customer, kind, until=today + PUT_OFF[what], by=request.user)
    else:
        way = way_of(kind, customer.first_phone)  # type: ignore[attr-defined] # by with_phone
        act_on_reason(customer, way, at=now, by=request.user)


def _back_to(request: StaffRequest, customer: Customer, kind: ReasonKind, what: str) -> str:
    """Today again, with a way to undo; the roof knows where that is."""
    home = reverse("home")
    if what == "back":
        return home
    done = {"done": str(customer.pk), "reason": kind.key, "what": what}
    return f"{home}?{urlencode(done)}"
