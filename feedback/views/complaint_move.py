"""What is done with a complaint: each button and each form of its page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again
from engagement.forms.enquiry import SenderForm
from feedback.actions.complaint import assign_complaint, note_complaint, recognise_complainant
from feedback.actions.complaint_merge import merge_complaints
from feedback.actions.complaint_move import (
    NotThatWay,
    Told,
    acknowledge_complaint,
    move_complaint,
    reopen_complaint,
)
from feedback.complaint_moves import BY_BUTTON
from feedback.forms.complaint import MergeForm, NoteForm, OwnerForm
from feedback.forms.complaint_news import WaitForm
from feedback.models import ComplaintState
from feedback.views.complaint_page import HAVE_A_FORM, find, mail_address, page_of

PAGE = "feedback/complaint_detail.html"
DETAIL = "feedback:complaint_detail"


@require(Permission.COMPLAINT_WORK)
@require_POST
def complaint_move(request: StaffRequest, pk: int) -> HttpResponse:
    """One step on: the button says which. "told" and "mail" say that they know we heard."""
    complaint, what, by = find(request, pk), request.POST.get("do", ""), request.user
    try:
        if what in {"told", "mail"}:
            send = what == "mail" and bool(mail_address(request, complaint))
            acknowledge_complaint(complaint, Told(send=send), by=by)
        elif what in BY_BUTTON and what not in HAVE_A_FORM:
            move_complaint(complaint, what, by=by)
        elif what == "take":
            assign_complaint(complaint, owner=by, by=by)
    except NotThatWay as stands:
        say_where_it_is(request, stands)
    return redirect(DETAIL, pk)


@require(Permission.COMPLAINT_WORK)
@require_POST
def complaint_wait(request: StaffRequest, pk: int) -> HttpResponse:
    """It waits for somebody else, and its clocks stand still until then."""
    complaint = find(request, pk)
    form = WaitForm(request.POST)
    if not form.is_valid():
        return form_again(request, PAGE, page_of(request, complaint, wait=form), fragment="wait")
    try:
        move_complaint(
            complaint, form.cleaned_data["state"], chase_on=form.cleaned_data["chase_on"], by=request.user
        )
    except NotThatWay as stands:
        say_where_it_is(request, stands)
    return redirect(DETAIL, pk)


@require(Permission.COMPLAINT_WORK)
@require_POST
def complaint_assign(request: StaffRequest, pk: int) -> HttpResponse:
    """Give it to somebody."""
    complaint = find(request, pk)
    form = OwnerForm(request.POST)
    if form.is_valid():
        assign_complaint(complaint, owner=form.cleaned_data["owner"], by=request.user)
    return redirect(DETAIL, pk)


@require(Permission.COMPLAINT_WORK)
@require_POST
def complaint_recognise(request: StaffRequest, pk: int) -> HttpResponse:
    """Say which customer complained."""
    complaint = find(request, pk)
    form = SenderForm(request.POST, user=request.user)
    if not form.is_valid():
        return form_again(request, PAGE, page_of(request, complaint, person=form), fragment="person")
    recognise_complainant(complaint, customer=form.chosen, by=request.user)
    return redirect(DETAIL, pk)


@require(Permission.COMPLAINT_TAKE)
@require_POST
def complaint_note(request: StaffRequest, pk: int) -> HttpResponse:
    """Write a line for ourselves into the log."""
    complaint = find(request, pk)
    form = NoteForm(request.POST, auto_id="note_%s")
    if not form.is_valid():
        return form_again(request, PAGE, page_of(request, complaint, note=form), fragment="note")
    note_complaint(complaint, form.cleaned_data["text"], by=request.user)
    return redirect(DETAIL, pk)


@require(Permission.COMPLAINT_WORK)
@require_POST
def complaint_reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """It was not over; why not, stands in the log."""
    complaint = find(request, pk)
    form = NoteForm(request.POST, auto_id="again_%s")
    if not form.is_valid():
        return form_again(request, PAGE, page_of(request, complaint, again=form), fragment="again")
    try:
        reopen_complaint(complaint, reason=form.cleaned_data["text"], by=request.user)
    except NotThatWay as stands:
        say_where_it_is(request, stands)
    return redirect(DETAIL, pk)


@require(Permission.COMPLAINT_WORK)
@require_POST
def complaint_merge(request: StaffRequest, pk: int) -> HttpResponse:
    """It goes on under another number."""
    complaint = find(request, pk)
    form = MergeForm(request.POST, user=request.user)
    if not form.is_valid():
        return form_again(request, PAGE, page_of(request, complaint, merge=form), fragment="merge")
    into = form.cleaned_data["number"]
    try:
        merge_complaints(complaint, into=into, by=request.user)
    except NotThatWay as stands:
        say_where_it_is(request, stands)
        return redirect(DETAIL, pk)
    messages.success(request, _("It goes on here. Whoever complained is still to be told."))
    return redirect(DETAIL, into.pk)


def say_where_it_is(request: StaffRequest, stands: NotThatWay) -> None:
    """The table has no such step: tell where it stands."""
    state = ComplaintState(stands.complaint.state).label
    messages.error(request, _("That is not possible now: it is “%s”.") % state)
