"""Why this date: the hours that each clock of a complaint counts, day by day."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from engagement.enquiry_clock import in_words, with_hours, working_day
from engagement.places import Places
from feedback.complaint_clock import clocks_of, counted_days
from feedback.complaint_targets import CLOCK_WORDS
from feedback.models import ComplaintRules
from feedback.views.complaint_page import find

PAGE = "feedback/complaint_why.html"


@require(Permission.COMPLAINT_VIEW)
@require_safe
def complaint_why(request: StaffRequest, pk: int) -> HttpResponse:
    """Each clock with its days: what counted, and why a day counted nothing."""
    complaint, now = find(request, pk), timezone.now()
    known = Places(request.shop).hours_of(complaint.location_id)
    hours = with_hours(known)
    log = list(complaint.events.order_by("pk"))
    clocks = [
        (
            CLOCK_WORDS[each.clock],
            each,
            [(day, in_words(day.minutes, 24 * 60)) for day in counted_days(each, hours, now)],
        )
        for each in clocks_of(log, hours, ComplaintRules.current().clock_targets)
    ]
    day_length = in_words(working_day(hours), 24 * 60)
    context = {"complaint": complaint, "clocks": clocks, "day_length": day_length}
    return render(request, PAGE, context | {"has_hours": any(known.week.values())})
