"""Follow-ups: what was promised, to whom, by when; done with one tap."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.models import User
from crm.shop.permissions import Permission
from crm.web.answers import asks_for_part, form_again, page_or_fragment, posted
from crm.web.paging import keyset_page
from customers.models import Customer
from engagement.actions.follow_up import (
    complete_follow_up,
    drop_follow_up,
    make_follow_up,
    reassign_follow_ups,
    reopen_follow_up,
    snooze_follow_up,
)
from engagement.due_group import due_groups
from engagement.forms.follow_up import FollowUpForm, SnoozeForm
from engagement.models import FollowUp
from engagement.opened_for import is_number

LIST = "engagement/follow_up_list.html"
FORM = "engagement/follow_up_add.html"
PART = "engagement/_follow_up.html"
SNOOZES = {"tomorrow": timedelta(days=1), "week": timedelta(days=7)}


@require(Permission.FOLLOW_UP_VIEW)
@require_safe
def follow_up_list(request: StaffRequest) -> HttpResponse:
    """What is open, the most overdue first: mine, or everybody's for those who may."""
    may_see_all = request.user.can(Permission.FOLLOW_UP_SEE_ALL)
    shows_all = may_see_all and request.GET.get("whose") == "all"
    today = timezone.localdate()
    seen = FollowUp.objects.open().undisturbing().visible_to(request.user)
    rows = (seen if shows_all else seen.cared_for_by(request.user, on=today)).select_related(
        "customer", "owner"
    )
    page = keyset_page(rows, order=("due_on", "pk"), after=request.GET.get("after"))
    context = {
        "page": page,
        "groups": due_groups(page.rows, today),
        "today": today,
        "may_see_all": may_see_all,
        "shows_all": shows_all,
        "colleagues": User.objects.active().order_by("name") if may_see_all else [],
    }
    return page_or_fragment(request, LIST, context, fragment="rows")


@require(Permission.FOLLOW_UP_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Promise a customer something."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    form = FollowUpForm(posted(request), user=request.user)
    context = {"form": form, "customer": customer}
    if request.method != "POST":
        return render(request, FORM, context)
    if not form.is_valid():
        return form_again(request, FORM, context)
    key, by = form.cleaned_data["once"], request.user
    only_once(key, FollowUp, lambda: make_follow_up(customer, form.promise(), by=by), by=by)
    messages.success(request, _("Promised. It stands on Today when it is due."))
    return redirect("customers:customer_detail", pk)


@require(Permission.FOLLOW_UP_WORK)
@require_POST
def follow_up_act(request: StaffRequest, pk: int) -> HttpResponse:
    """Done, later, no longer needed, or back again: the button says which."""
    seen = FollowUp.objects.visible_to(request.user).select_related("customer", "owner")
    follow_up = get_object_or_404(seen, pk=pk)
    what, by = request.POST.get("do", ""), request.user
    if what == "back":
        reopen_follow_up(follow_up, by=by)
    elif what == "drop":
        drop_follow_up(follow_up, by=by)
    elif what in SNOOZES:
        snooze_follow_up(follow_up, until=timezone.localdate() + SNOOZES[what], by=by)
    elif what == "until":
        form = SnoozeForm(request.POST)
        if not form.is_valid():
            return _answer(request, follow_up, problem=form.problem)
        snooze_follow_up(follow_up, until=form.cleaned_data["until"], by=by)
    else:
        complete_follow_up(follow_up, by=by, note=request.POST.get("note", "").strip()[:500])
    return _answer(request, seen.get(pk=pk))


def _answer(request: StaffRequest, follow_up: FollowUp, *, problem: str = "") -> HttpResponse:
    if asks_for_part(request):
        context = {"follow_up": follow_up, "today": timezone.localdate(), "problem": problem}
        answer = page_or_fragment(request, PART, context, fragment="line", status=422 if problem else 200)
        answer["HX-Trigger"] = "follow-ups-changed"  # the number in the navigation is asked for again
        return answer
    if problem:
        messages.error(request, problem)
    elif not follow_up.is_open:
        messages.success(request, _("Done, and noted on the timeline."))
    return redirect("engagement:follow_up_list")


@require(Permission.FOLLOW_UP_SEE_ALL)
@require_POST
def follow_up_reassign(request: StaffRequest) -> HttpResponse:
    """The ticked ones to somebody else."""
    number = request.POST.get("to", "")
    to = get_object_or_404(User.objects.active(), pk=number if is_number(number) else 0)
    ticked = [int(number) for number in request.POST.getlist("follow_up") if is_number(number)]
    count = reassign_follow_ups(ticked, to=to, by=request.user)
    messages.success(request, _("%(count)d handed to %(name)s.") % {"count": count, "name": to.name})
    return redirect(f"{reverse('engagement:follow_up_list')}?whose=all")
