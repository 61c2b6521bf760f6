"""Complaints: those that are open, one of them with its log, taking a new one, correcting one."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted, stale_form_again
from crm.web.paging import Order, keyset_page
from customers.stale import SomebodyWasFaster
from engagement.late_fields import number_of
from engagement.opened_for import customer_named
from engagement.places import Places
from feedback.actions.complaint import edit_complaint, take_complaint
from feedback.complaint_cards import cards_of
from feedback.forms.complaint import ComplaintEditForm, ComplaintForm
from feedback.models import Complaint, ComplaintChannel, Review, Severity
from feedback.models.complaint import WAITING
from feedback.views.complaint_page import find, page_of
from feedback.voices import said

LIST = "feedback/complaint_list.html"
PAGE = "feedback/complaint_detail.html"
ADD = "feedback/complaint_add.html"
EDIT = "feedback/complaint_edit.html"
BY_CLOCK: Order = ("due_at", "pk")
NEWEST: Order = ("-received_at", "-pk")
# How it came, where it came from what was said elsewhere.
CAME_BY = {
    "feedback.review": ComplaintChannel.REVIEW_SITE,
    "feedback.response": ComplaintChannel.SURVEY,
    "engagement.enquiry": ComplaintChannel.EMAIL,
}
SHOWN = {
    "": gettext_lazy("Open"),
    "late": gettext_lazy("Late"),
    "waiting": gettext_lazy("Waiting for somebody"),
    "closed": gettext_lazy("Closed"),
}


@require(Permission.COMPLAINT_VIEW)
@require_safe
def complaint_list(request: StaffRequest) -> HttpResponse:
    """What is open, by the clock; or what is closed, the newest first."""
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    severity, is_mine = request.GET.get("severity", ""), request.GET.get("whose") == "mine"
    rows = _shown(_with_people(request), show)
    rows = rows.filter(owner=request.user) if is_mine else rows
    rows = rows.filter(severity=severity) if severity in map(str, Severity.values) else rows
    order = NEWEST if show == "closed" else BY_CLOCK
    page = keyset_page(rows, order=order, after=request.GET.get("after"))
    context = {
        "page": page,
        "cards": cards_of(page.rows, Places(request.shop), timezone.now()),
        "show": show,
        "chips": list(SHOWN.items()),
        "severity": severity,
        "severities": Severity.choices,
        "is_mine": is_mine,
    }
    return page_or_fragment(request, LIST, context, fragment="rows")


@require(Permission.COMPLAINT_TAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_add(request: StaffRequest) -> HttpResponse:
    """Take a complaint at the counter."""
    initial = _begun(request)
    form = ComplaintForm(posted(request), user=request.user, initial=initial)
    if request.method != "POST":
        return render(request, ADD, {"form": form})
    if "look" in request.POST:
        return render(
            request, ADD, {"form": ComplaintForm.once_more(request.POST, user=request.user), "is_open": True}
        )
    if not form.is_valid():
        return form_again(request, ADD, {"form": form})
    key, is_told, by = form.cleaned_data["once"], form.cleaned_data["is_told"], request.user
    taken = only_once(key, Complaint, lambda: take_complaint(form.taken(), by=by, is_told=is_told), by=by)
    messages.success(request, _("Taken under the number %s. Tell them this number.") % taken.reference)
    if not Complaint.objects.visible_to(by).filter(pk=taken.pk).exists():
        return redirect("feedback:complaint_list")
    return redirect("feedback:complaint_detail", taken.pk)


@require(Permission.COMPLAINT_VIEW)
@require_safe
def complaint_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """What happened, its clocks, its log, and what can be done now."""
    return render(request, PAGE, page_of(request, find(request, pk)))


@require(Permission.COMPLAINT_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct what was written down."""
    complaint = find(request, pk)
    form = ComplaintEditForm.of(complaint, posted(request), user=request.user)
    context: dict[str, Any] = {"form": form, "complaint": complaint}
    if request.method != "POST":
        return render(request, EDIT, context)
    if not form.is_valid():
        return form_again(request, EDIT, context)
    try:
        edit_complaint(complaint, form.values(), version=form.cleaned_data["version"], by=request.user)
    except SomebodyWasFaster:
        complaint.refresh_from_db()
        now = ComplaintEditForm.of(complaint, user=request.user)
        return stale_form_again(request, EDIT, context, form=form, version=complaint.version, stands=now)
    if not Complaint.objects.visible_to(request.user).filter(pk=pk).exists():
        return redirect("feedback:complaint_list")
    return redirect("feedback:complaint_detail", pk)


def _begun(request: StaffRequest) -> dict[str, Any]:
    """What is known when the form opens: the customer, or what they said elsewhere already."""
    heard = said(request.GET.get("from", ""), request.user)
    if heard is None:
        return {"customer": customer_named(request.GET.get("customer", ""), request.user)}
    customer = customer_named(str(heard.customer_id or ""), request.user)
    at = timezone.localtime(heard.at)
    return {
        "customer": customer,
        "story": heard.text,
        "cause": heard.about,
        "channel": CAME_BY.get(heard.about.partition(":")[0], ComplaintChannel.IN_STORE),
        "received_at": at,
        "is_told": False,
        **_in_public(heard.about),
    }


def _in_public(about: str) -> dict[str, Any]:
    """A review stands where everybody may read it."""
    number = number_of(about, Review)
    if not number:
        return {}
    address = Review.objects.filter(pk=number).values_list("address", flat=True).first()
    return {"is_public": True, "public_url": address or ""}


def _with_people(request: StaffRequest) -> QuerySet[Complaint]:
    return Complaint.objects.visible_to(request.user).select_related("customer", "owner", "location")


def _shown(rows: QuerySet[Complaint], show: str) -> QuerySet[Complaint]:
    if show == "closed":
        return rows.exclude(closed_at=None)
    rows = rows.filter(closed_at=None)
    if show == "late":
        return rows.filter(due_at__lt=timezone.now())
    return rows.filter(state__in=WAITING) if show == "waiting" else rows
