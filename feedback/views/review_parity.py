"""The report on whom we asked: by month, and as a file."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.opening_hours import moment_of
from crm.shop.permissions import Permission
from crm.web.spreadsheet import Cell, csv_lines
from feedback.review_parity import BandCount, count_bands, verdict

PAGE = "feedback/review_parity.html"
MONTHS = 12
HEADINGS = ("month", "told_us", "might_be_asked", "asked", "came")


@require(Permission.REVIEW_VIEW)
@require_safe
def review_parity(request: StaffRequest) -> HttpResponse:
    """The last twelve months together, or one of them."""
    months = _months(timezone.localdate())
    chosen = next((month for month in months if month.isoformat() == request.GET.get("month")), None)
    zone = ZoneInfo(request.shop.time_zone)
    first = chosen or months[-1]
    counts = _count(first, _next(chosen or months[0]), zone)
    if request.GET.get("as") == "csv":
        return _file(months, zone)
    context = {"counts": counts, "verdict": verdict(counts), "months": months, "chosen": chosen}
    return render(request, PAGE, context)


def _count(first: date, end: date, zone: ZoneInfo) -> list[BandCount]:
    begins, ends = (moment_of(day, time(0), zone) for day in (first, end))
    return count_bands(begins, ends)


def _file(months: list[date], zone: ZoneInfo) -> HttpResponse:
    rows: list[list[Cell]] = [
        [month.isoformat()[:7], count.band or "none", count.might, count.asked, count.came]
        for month in reversed(months)
        for count in _count(month, _next(month), zone)
    ]
    response = HttpResponse(
        "".join(csv_lines([list(HEADINGS), *rows])), content_type="text/csv; charset=utf-8"
    )
    name = f"asked-for-reviews-{datetime.now(zone):%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _months(today: date) -> list[date]:
    """The first days of the last twelve months, this one first."""
    found = [today.replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


def _next(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)
