"""Ten minutes together: what was bad this week, what is promised, what came up, and one decision."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from engagement.models import FollowUp
from feedback.forms.improvement import ImprovementForm
from feedback.models import Complaint, Feeling, Idea, Improvement, ThemeMention
from feedback.models.complaint import CLOSED
from feedback.theme_figures import top_themes
from feedback.voices import Said, all_said, lows

PAGE = "feedback/huddle.html"
WEEK, MOST, THEMES = timedelta(days=7), 6, 3


@require(Permission.IMPROVEMENT_VIEW)
@require_safe
def huddle(request: StaffRequest) -> HttpResponse:
    """This week on one sheet; it prints."""
    now, user = timezone.now(), request.user
    today = timezone.localdate(now)
    promises = FollowUp.objects.visible_to(user).due(today + WEEK).select_related("customer", "owner")
    complaints = Complaint.objects.visible_to(user).exclude(state__in=CLOSED)
    context = {
        "since": today - WEEK,
        "lows": lows(user, since=now - WEEK, most=MOST),
        "praise": _praise(request),
        "promises": promises.order_by("due_on", "pk")[:MOST] if user.can(Permission.FOLLOW_UP_VIEW) else [],
        "complaints": complaints.count() if user.can(Permission.COMPLAINT_VIEW) else 0,
        "themes": top_themes(today, WEEK.days, THEMES),
        "doing": Improvement.objects.undecided().exclude(state="open").select_related("owner")[:MOST],
        "ideas": Idea.objects.waiting().count(),
        "form": ImprovementForm(),
    }
    return render(request, PAGE, context)


def _praise(request: StaffRequest) -> Said | None:
    """The last good word, to begin with."""
    good = ThemeMention.objects.filter(feeling=Feeling.GOOD).order_by("-on", "-pk")[:MOST]
    found = all_said([mention.about for mention in good], request.user)
    return max(found.values(), key=lambda each: each.at, default=None)
