"""Ten minutes together: what was bad this week, what is promised, what came up, and one decision."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.models import User
from crm.shop.permissions import Permission
from crm.web.answers import form_again
from engagement.models import FollowUp
from feedback.actions.improvement import Change, add_improvement
from feedback.forms.improvement import DecisionForm
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
    return render(request, PAGE, _sheet(request, DecisionForm()))


@require(Permission.IMPROVEMENT_WORK)
@require_POST
def huddle_decide(request: StaffRequest) -> HttpResponse:
    """One thing we change, and who sees to it; the rest is written later."""
    form, by = DecisionForm(request.POST), request.user
    if not form.is_valid():
        return form_again(request, PAGE, _sheet(request, form), fragment="decision")
    typed = form.cleaned_data
    change = Change(title=typed["title"], owner=typed["owner"])
    made = only_once(typed["once"], Improvement, lambda: add_improvement(change, by=by), by=by)
    return redirect("feedback:improvement_detail", made.pk)


def _sheet(request: StaffRequest, form: DecisionForm) -> dict[str, Any]:
    now, user = timezone.now(), request.user
    today = timezone.localdate(now)
    promises = FollowUp.objects.visible_to(user).due(today + WEEK).select_related("customer", "owner")
    complaints = Complaint.objects.visible_to(user).exclude(state__in=CLOSED)
    return {
        "since": today - WEEK,
        "lows": _lows(user, now - WEEK),
        "praise": _praise(request),
        "promises": promises.order_by("due_on", "pk")[:MOST] if user.can(Permission.FOLLOW_UP_VIEW) else [],
        "complaints": complaints.count() if user.can(Permission.COMPLAINT_VIEW) else 0,
        "themes": top_themes(today, WEEK.days, THEMES),
        "doing": Improvement.objects.undecided().exclude(state="open").select_related("owner")[:MOST],
        "ideas": Idea.objects.waiting().count(),
        "form": form,
    }


def _lows(user: User, since: datetime) -> list[Said]:
    """What was bad, each matter once: an answer that became a complaint is read there."""
    found = lows(user, since=since, most=2 * MOST)
    if not user.can(Permission.COMPLAINT_VIEW):
        return found[:MOST]
    keys = [said.about for said in found]
    complaints = Complaint.objects.visible_to(user).filter(cause__in=keys)
    read_there = set(complaints.values_list("cause", flat=True))
    return [said for said in found if said.about not in read_there][:MOST]


def _praise(request: StaffRequest) -> Said | None:
    """The last good word, to begin with."""
    good = ThemeMention.objects.filter(feeling=Feeling.GOOD).order_by("-on", "-pk")[:MOST]
    found = all_said([mention.about for mention in good], request.user)
    return max(found.values(), key=lambda each: each.at, default=None)
