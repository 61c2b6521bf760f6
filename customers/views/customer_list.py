"""The list of customers: who is in it, in what order, with which columns. All of it lives in the address."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import page_or_fragment
from crm.web.paging import capped_count
from customers.columns import Home
from customers.forms.customer_filter import CustomerFilterForm
from customers.listing import Listing
from customers.models import Customer, Segment

PAGE = "customers/customer_list.html"
FILTER_PAGE = "customers/customer_filter.html"
MOST_TABS = 8


@require(Permission.CUSTOMER_VIEW)
@require_safe
def customer_list(request: StaffRequest) -> HttpResponse:
    """Everybody who matches, fifty at a time."""
    if _is_from_the_form(request):
        return redirect(_address(_listing(request).query))
    listing = _listing(request)
    people = Customer.objects.visible_to(request.user)
    page = listing.page(people, after=request.GET.get("after"))
    typed = request.GET.get("q", "").strip()[:80]
    context = {
        "listing": listing,
        "page": page,
        "rows": listing.rows(page.rows, home=Home(request.shop.currency, request.shop.phone_country)),
        "count": capped_count(listing.matching(people)),
        "is_first": not request.GET.get("after"),
        "may_tick": request.user.can(Permission.CUSTOMER_CHANGE_MANY),
        "typed": typed,
        "search_text": typed,
        **_segments(request, listing),
    }
    return page_or_fragment(request, PAGE, context, fragment="rows")


def _listing(request: StaffRequest) -> Listing:
    return Listing(request.GET, lists=Segment.objects.visible_to(request.user))


def _is_from_the_form(request: StaffRequest) -> bool:
    """A form sends its empty fields too, and its columns one by one; the address says it shorter."""
    if request.GET.get("from") == "form":
        return True
    return len(request.GET.getlist("columns")) > 1


def _address(query: str) -> str:
    return "?".join(filter(None, (reverse("customers:customer_list"), query)))


def _segments(request: StaffRequest, listing: Listing) -> dict[str, Any]:
    """The saved filters, which of them is open, and whether it was changed since."""
    segments = list(Segment.objects.visible_to(request.user)[: MOST_TABS + 1])
    chosen = request.GET.get("segment", "")
    now = next((each for each in segments if str(each.pk) == chosen), None)
    if now is None and chosen.isascii() and chosen.isdecimal() and len(chosen) < 18:
        now = Segment.objects.visible_to(request.user).filter(pk=chosen).first()
    kept = Listing(now.query) if now else None
    return {
        "segments": segments[:MOST_TABS],
        "has_more_segments": len(segments) > MOST_TABS,
        "segment": now,
        "changes": listing.changed_since(kept) if kept and now and now.query != listing.query else [],
        "may_change_segment": now is not None
        and now.may_be_changed_by(request.user)
        and (now.rule is None or (kept is not None and kept.filter.query == listing.filter.query)),
    }


@require(Permission.CUSTOMER_VIEW)
@require_safe
def customer_filter(request: StaffRequest) -> HttpResponse:
    """Every filter, the columns and the order, on a page of their own: the list itself stays light."""
    listing = _listing(request)
    context = {"listing": listing, "form": CustomerFilterForm(listing), "segment": request.GET.get("segment")}
    return page_or_fragment(request, FILTER_PAGE, context, fragment="form")
