"""A saved list in numbers: what its people do and say, beside everybody else."""

from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from crm.figures.verdict import ONE_IN_TWENTY
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import page_or_fragment
from crm.web.paging import capped_count, keyset_page
from crm.web.table_file import table_file
from customers.columns import Home
from customers.listing import Listing
from customers.models import Segment
from customers.segments.asking import sentence_of
from metrics.lists.numbers import BEHIND, groups_of, numbers_of
from metrics.lists.sides import Sides, count_sides
from metrics.lists.table import rows_of
from metrics.models import Count
from metrics.people import people_of
from metrics.views.people import HIGHEST_FIRST
from metrics.views.people import rows_of as rows_of_people


def _find(request: StaffRequest, pk: int) -> tuple[Segment, Listing]:
    segment = get_object_or_404(Segment.objects.visible_to(request.user), pk=pk)
    return segment, Listing(segment.query)


@require(Permission.METRIC_VIEW)
@require_safe
def lists_in_numbers(request: StaffRequest) -> HttpResponse:
    """Which list to look at."""
    segments = Segment.objects.visible_to(request.user)
    page = keyset_page(segments, order=("name", "pk"), after=request.GET.get("after"))
    return page_or_fragment(request, "metrics/lists_in_numbers.html", {"page": page}, fragment="rows")


@require(Permission.METRIC_VIEW)
@require_safe
def list_numbers(request: StaffRequest, pk: int) -> HttpResponse:
    """Every figure that can be said of people, of the list and of everybody else."""
    segment, listing = _find(request, pk)
    context: dict[str, Any] = {"segment": segment, "listing": listing, "sentence": sentence_of(segment)}
    if not listing.errors:
        sides = _count(request, listing)
        numbers, groups = numbers_of(sides, request.shop.currency), groups_of(sides)
        by_chance = round((len(numbers) + len(groups)) * ONE_IN_TWENTY)
        context |= {"sides": sides, "numbers": numbers, "groups": groups, "by_chance": by_chance}
    return render(request, "metrics/list_numbers.html", context | {"count": Count.current()})


@require(Permission.METRIC_VIEW)  # type: ignore[arg-type] # to the stubs, a stream is no HttpResponse
@require_safe
def list_numbers_file(request: StaffRequest, pk: int) -> StreamingHttpResponse:
    """The same as a table for a spreadsheet; nobody is in it by name."""
    _segment, listing = _find(request, pk)
    if listing.errors:
        raise Http404
    sides = _count(request, listing)
    rows = rows_of([*numbers_of(sides, request.shop.currency), *groups_of(sides)])
    return table_file(rows, f"list-{pk}", wanted=request.GET.get("format", ""))


def _count(request: StaffRequest, listing: Listing) -> Sides:
    return count_sides(listing, today=timezone.localdate(), zone=request.shop.time_zone)


@require(Permission.METRIC_VIEW)
@require_safe
def list_people(request: StaffRequest, pk: int, slug: str) -> HttpResponse:
    """Who of the list stands behind one of its figures."""
    segment, asked = _find(request, pk)
    metric, listing = BEHIND.get(slug), Listing(HIGHEST_FIRST)
    if metric is None or asked.errors:
        raise Http404
    behind = people_of(metric, metric.period(timezone.localdate(), metric.days))
    people = asked.matching(behind.visible_to(request.user))
    page = listing.page(people, after=request.GET.get("after"))
    context = {
        "segment": segment,
        "metric": metric,
        "people": capped_count(people),
        "listing": listing,
        "page": page,
        "rows": rows_of_people(listing, page.rows, Home(request.shop.currency, request.shop.phone_country)),
        "may_tick": request.user.can(Permission.CUSTOMER_CHANGE_MANY),
    }
    return page_or_fragment(request, "metrics/list_people.html", context, fragment="rows")
