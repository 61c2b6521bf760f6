"""Every figure there is, chapter by chapter."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from metrics.definitions import CHAPTERS, METRICS
from metrics.definitions.churn import SILENT
from metrics.forms.lens import LensForm
from metrics.models import Count
from metrics.reading import readings_of
from metrics.shown import Shown

PAGE = "metrics/all_figures.html"


@require(Permission.METRIC_VIEW)
@require_safe
def all_figures(request: StaffRequest) -> HttpResponse:
    """Each with what it rests on, how sure it is, and the door to its own page.

    Silence stands there once for each number of days; one of them is the shop's own.
    """
    form = LensForm(request.GET, today=timezone.localdate())
    readings = readings_of(METRICS.values(), form.lens)
    chapters = [
        (title, [Shown(readings[each.slug], request.shop.currency) for each in metrics if each != SILENT])
        for title, metrics in CHAPTERS
    ]
    context = {"form": form, "lens": form.lens, "count": Count.current(), "chapters": chapters}
    return render(request, PAGE, context)
