"""Announcements: written, looked at, scheduled, watched while they leave, and what became of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted, stale_form_again
from crm.web.paging import capped_count, keyset_page
from customers.filters import CustomerFilter
from customers.models import Customer, Email, Segment
from customers.stale import SomebodyWasFaster
from engagement.actions import announcement as acts
from engagement.announcement_results import progress_of, results_of
from engagement.forms.announcement import AnnouncementForm, ScheduleForm
from engagement.models import Announcement, AnnouncementRecipient, AnnouncementState

LIST = "engagement/announcement_list.html"
FORM = "engagement/announcement_edit.html"
PAGE = "engagement/announcement_detail.html"
PEOPLE = "engagement/announcement_people.html"
FIELDS = ("kind", "name", "template", "topic", "hold_out_percent", "starts_at", "place", "seats", "version")
SETTLED = (AnnouncementState.SENDING, AnnouncementState.PAUSED, AnnouncementState.DONE)


@require(Permission.ANNOUNCEMENT_VIEW)
@require_safe
def announcement_list(request: StaffRequest) -> HttpResponse:
    """All of them, the newest first."""
    page = keyset_page(Announcement.objects.all(), order=("-pk",), after=request.GET.get("after"))
    return page_or_fragment(request, LIST, {"page": page}, fragment="rows")


@require(Permission.ANNOUNCEMENT_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def announcement_add(request: StaffRequest) -> HttpResponse:
    """A new one; a list of customers may come along in the address."""
    asked = CustomerFilter(request.GET.get("people", ""), lists=Segment.objects.visible_to(request.user))
    query = "" if asked.errors else asked.query
    initial = {"query": query, "people": "this" if query else ""}
    form = AnnouncementForm(posted(request), user=request.user, initial=initial)
    if request.method != "POST":
        return render(request, FORM, {"form": form})
    if not form.is_valid():
        return form_again(request, FORM, {"form": form})
    made = only_once(
        form.cleaned_data["once"],
        Announcement,
        lambda: acts.make_announcement(form.plan(), by=request.user),
        by=request.user,
    )
    return redirect("engagement:announcement_detail", made.pk)


@require(Permission.ANNOUNCEMENT_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def announcement_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change it, as long as it has not begun."""
    announcement = get_object_or_404(Announcement.objects.select_related("template"), pk=pk)
    initial = {name: getattr(announcement, name) for name in FIELDS} | {
        "people": announcement.query and "this"
    }
    form = AnnouncementForm(posted(request), user=request.user, announcement=announcement, initial=initial)
    context = {"form": form, "announcement": announcement}
    if request.method != "POST":
        return render(request, FORM, context)
    if not form.is_valid():
        return form_again(request, FORM, context)
    try:
        version = form.cleaned_data["version"] or 0
        acts.edit_announcement(announcement, form.plan(), version=version, by=request.user)
    except SomebodyWasFaster:
        announcement.refresh_from_db()
        return stale_form_again(request, FORM, context, form=form, version=announcement.version)
    except acts.AnnouncementMovedOn:
        messages.error(request, _("It is on its way already and cannot be changed any more."))
    return redirect("engagement:announcement_detail", pk)


@require(Permission.ANNOUNCEMENT_VIEW)
@require_safe
def announcement_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """What it is, to how many, how far it is, and what became of it."""
    announcement = get_object_or_404(Announcement.objects.select_related("template__current"), pk=pk)
    return page_or_fragment(request, PAGE, _context(announcement), fragment="progress")


def _context(announcement: Announcement) -> dict[str, Any]:
    is_settled = _is_settled(announcement)
    done, total = progress_of(announcement) if is_settled else (0, 0)
    asked = CustomerFilter(announcement.query)
    return {
        "announcement": announcement,
        "asks_for": [*asked.sentences, *asked.errors],
        "count": None if is_settled else capped_count(_reachable(announcement)),
        "is_settled": is_settled,
        "is_on_its_way": _is_on_its_way(announcement),
        "done": done,
        "total": total,
        "results": results_of(announcement) if is_settled else None,
        "findings": acts.findings_of(announcement) if announcement.state == AnnouncementState.DRAFT else [],
        "schedule": ScheduleForm(),
    }


def _is_settled(announcement: Announcement) -> bool:
    """Somebody may have got it: also when it was called off half-way."""
    is_cut_short = announcement.state == AnnouncementState.CANCELLED and announcement.frozen_at is not None
    return announcement.state in SETTLED or is_cut_short


def _is_on_its_way(announcement: Announcement) -> bool:
    """The page looks again by itself: mails are leaving, or will at the clock's next look."""
    if announcement.state == AnnouncementState.SCHEDULED:
        return announcement.send_at is not None and announcement.send_at <= timezone.now()
    return announcement.state == AnnouncementState.SENDING


def _reachable(announcement: Announcement) -> Any:
    people = CustomerFilter(announcement.query).apply_or_nobody(Customer.objects.all())
    return people.filter(pk__in=Email.objects.values("customer"))


@require(Permission.ANNOUNCEMENT_SEND)
@require_POST
def announcement_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Schedule, pause, go on, call off: the button says which."""
    announcement = get_object_or_404(Announcement.objects.select_related("template__current"), pk=pk)
    moves = {
        "unschedule": acts.unschedule_announcement,
        "pause": acts.pause_announcement,
        "resume": acts.resume_announcement,
        "cancel": acts.cancel_announcement,
    }
    move = moves.get(request.POST.get("do", ""))
    if move is None:
        return _schedule(request, announcement)
    try:
        move(announcement, by=request.user)
    except acts.AnnouncementMovedOn:
        messages.error(request, _("It has moved on in the meantime."))
    return redirect("engagement:announcement_detail", pk)


def _schedule(request: StaffRequest, announcement: Announcement) -> HttpResponse:
    form = ScheduleForm(request.POST)
    if not form.is_valid():
        return form_again(request, PAGE, _context(announcement) | {"schedule": form}, fragment="progress")
    try:
        at = form.cleaned_data["send_at"] or timezone.now()
        acts.schedule_announcement(announcement, at=at, by=request.user)
        messages.success(request, _("Scheduled. Who gets it is settled when it leaves."))
    except acts.AnnouncementMovedOn:
        messages.error(request, _("It has moved on in the meantime."))
    except acts.AnnouncementIsNotReady as problem:
        for finding in problem.findings:
            messages.error(request, str(finding))
    return redirect("engagement:announcement_detail", announcement.pk)


@require(Permission.ANNOUNCEMENT_VIEW)
@require_safe
def announcement_people(request: StaffRequest, pk: int) -> HttpResponse:
    """Everybody on the settled list, and what became of their mail."""
    announcement = get_object_or_404(Announcement, pk=pk)
    people = AnnouncementRecipient.objects.filter(announcement=announcement)
    rows = people.select_related("customer", "message")
    page = keyset_page(rows, order=("pk",), after=request.GET.get("after"))
    context = {"announcement": announcement, "page": page}
    return page_or_fragment(request, PEOPLE, context, fragment="rows")
