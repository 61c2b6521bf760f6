"""Who is worth most: the ranking by expected value."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import page_or_fragment
from metrics.ideal import find_ideal_customer
from metrics.models import Count
from metrics.worth import Whom, Worth

PAGE = "metrics/customers_by_value.html"


@require(Permission.METRIC_VIEW)
@require_safe
def customers_by_value(request: StaffRequest) -> HttpResponse:
    """By expected value, with what they have spent beside it."""
    worth = Worth.of_the_shop()
    asked = request.GET.get("only", "")
    whom = Whom(asked) if asked in list(Whom) else Whom.ALL
    page = worth.page(whom, today=timezone.localdate(), after=request.GET.get("after"))
    context = {"worth": worth, "whom": whom, "page": page, "count": Count.current()}
    return page_or_fragment(request, PAGE, context, fragment="rows")


@require(Permission.METRIC_VIEW)
@require_safe
def ideal_customer(request: StaffRequest) -> HttpResponse:
    """What sets the tenth worth most apart."""
    context = {"ideal": find_ideal_customer(), "count": Count.current()}
    return render(request, "metrics/ideal_customer.html", context)
