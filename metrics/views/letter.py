"""The Monday letter as a page: this week's, and those before."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from metrics.letter.letter import letter_of
from metrics.letter.week import Week
from metrics.models import Count, LetterRules

PAGE = "metrics/monday_letter.html"


@require(Permission.METRIC_VIEW)
@require_safe
def monday_letter(request: StaffRequest) -> HttpResponse:
    """Five sentences on what changed and why, and three things to do."""
    now = timezone.now()
    week = _asked(request.GET.get("week", ""), Week.of(timezone.localdate(now)))
    letter = letter_of(week, reader=request.user, shop=request.shop, now=now)
    return render(request, PAGE, {"letter": letter, "count": Count.current(), "rules": LetterRules.current()})


def _asked(typed: str, this: Week) -> Week:
    """A week that nobody understands, or that has not come, is this one."""
    try:
        return min(Week.of(date.fromisoformat(typed)), this, key=lambda week: week.monday)
    except (ValueError, OverflowError):
        return this
