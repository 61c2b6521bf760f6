"""The second screen: who came back month by month, and who is worth what."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import page_or_fragment
from crm.web.paging import capped_count
from customers.columns import Home
from customers.listing import Listing
from customers.models import Customer
from metrics.cohort_triangle import SHOWN, triangle
from metrics.models import Count
from metrics.models.customer_score import RfmSegment
from metrics.rfm_grid import count_grid
from metrics.views.people import HIGHEST_FIRST, rows_of


@require(Permission.METRIC_VIEW)
@require_safe
def cohorts(request: StaffRequest) -> HttpResponse:
    """The triangle of cohorts; what is not over yet is blank or says so."""
    context = {
        "count": Count.current(),
        "cohorts": triangle(timezone.localdate()),
        "numbers": range(SHOWN),
    }
    return render(request, "metrics/cohorts.html", context)


@require(Permission.METRIC_VIEW)
@require_safe
def rfm_grid(request: StaffRequest) -> HttpResponse:
    """Recency by frequency with what they spent, and the ten segments."""
    return render(request, "metrics/rfm_grid.html", {"count": Count.current(), "grid": count_grid()})


@require(Permission.METRIC_VIEW)
@require_safe
def segment_people(request: StaffRequest, segment: str) -> HttpResponse:
    """Everybody in one segment."""
    if segment not in RfmSegment.values:
        raise Http404
    listing = Listing(HIGHEST_FIRST)
    people = Customer.objects.visible_to(request.user).filter(score__segment=segment)
    page = listing.page(people, after=request.GET.get("after"))
    context = {
        "segment": RfmSegment(segment),
        "people": capped_count(people),
        "listing": listing,
        "page": page,
        "rows": rows_of(listing, page.rows, Home(request.shop.currency, request.shop.phone_country)),
        "may_tick": request.user.can(Permission.CUSTOMER_CHANGE_MANY),
    }
    return page_or_fragment(request, "metrics/segment_people.html", context, fragment="rows")
