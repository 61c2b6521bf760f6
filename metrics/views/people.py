"""The people behind a figure, those who spent most first."""

from dataclasses import replace

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import page_or_fragment
from crm.web.paging import capped_count
from customers.columns import Home
from customers.listing import Listing, Row
from customers.models import Customer
from metrics.forms.lens import LensForm
from metrics.people import people_of
from metrics.series import in_force
from metrics.views.metric import metric_named

PAGE = "metrics/people_behind.html"
HIGHEST_FIRST = "sort=-spend"


@require(Permission.METRIC_VIEW)
@require_safe
def people_behind(request: StaffRequest, slug: str) -> HttpResponse:
    """Fifty at a time, with what the list of customers can do with those who are ticked."""
    lens = LensForm(request.GET, today=timezone.localdate()).lens
    metric, listing = in_force(metric_named(slug)), Listing(HIGHEST_FIRST)
    period = lens.period(metric)
    behind = people_of(metric, period, location=lens.location, channel=lens.channel)
    people = behind.visible_to(request.user)
    page = listing.page(people, after=request.GET.get("after"))
    context = {
        "metric": metric,
        "lens": lens,
        "period": period,
        "people": capped_count(people),
        "listing": listing,
        "page": page,
        "rows": rows_of(listing, page.rows, Home(request.shop.currency, request.shop.phone_country)),
        "may_tick": request.user.can(Permission.CUSTOMER_CHANGE_MANY),
    }
    return page_or_fragment(request, PAGE, context, fragment="rows")


def rows_of(listing: Listing, customers: list[Customer], home: Home) -> list[Row]:
    """As in the list of customers, but nobody is led back to that list."""
    return [
        replace(row, address=reverse("customers:customer_detail", args=[row.pk]))
        for row in listing.rows(customers, home=home)
    ]
