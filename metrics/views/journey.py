"""What customers go through: where they meet the shop, and how it goes there."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from metrics.forms.lens import LensForm
from metrics.goals.in_force import GoalsInForce
from metrics.journey.met import met_at, worst_first
from metrics.journey.touch_points import ASKED
from metrics.models import Count
from metrics.reading import readings_of

PAGE = "metrics/customer_journey.html"
IN_ORDER = "way"


@require(Permission.METRIC_VIEW)
@require_safe
def customer_journey(request: StaffRequest) -> HttpResponse:
    """From first contact to advocacy, the worst first; or in the order in which it happens."""
    form = LensForm(request.GET, today=timezone.localdate())
    met = met_at(readings_of(ASKED, form.lens), GoalsInForce.now(form.lens, request.shop.currency))
    is_in_order = request.GET.get("order") == IN_ORDER
    context = {
        "form": form,
        "lens": form.lens,
        "count": Count.current(),
        "is_in_order": is_in_order,
        "points": met if is_in_order else worst_first(met),
    }
    return render(request, PAGE, context)
