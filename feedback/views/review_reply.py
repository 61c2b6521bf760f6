"""Our reply to a review: drafted, approved, put there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, stale_form_again
from customers.stale import SomebodyWasFaster
from feedback.actions.review_reply import (
    ReplyIsNotApproved,
    ReplyTellsTooMuch,
    approve_reply,
    note_reply,
    write_reply,
)
from feedback.forms.review import ReplyForm
from feedback.views.review import PAGE, find_review, review_context


@require(Permission.REVIEW_WORK)
@require_POST
def review_reply(request: StaffRequest, pk: int) -> HttpResponse:
    """Write the reply down, unless it tells the world too much."""
    review = find_review(request, pk)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return form_again(request, PAGE, review_context(request, review, reply=form), fragment="reply")
    text, version = form.cleaned_data["text"], form.cleaned_data["version"]
    try:
        write_reply(review, text, version=version, by=request.user)
    except ReplyTellsTooMuch as refused:
        for finding in refused.findings:
            form.add_error("text", finding)
        return form_again(request, PAGE, review_context(request, review, reply=form), fragment="reply")
    except SomebodyWasFaster:
        context = review_context(request, review, reply=form)
        version = review.version
        return stale_form_again(request, PAGE, context, form=form, version=version, fragment="reply")
    return redirect("feedback:review_detail", pk)


@require(Permission.REVIEW_APPROVE)
@require_POST
def review_approve(request: StaffRequest, pk: int) -> HttpResponse:
    """These very words may stand there."""
    number = request.POST.get("version", "")
    version = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
    try:
        approve_reply(find_review(request, pk), version=version, by=request.user)
    except SomebodyWasFaster:
        messages.warning(request, _("The reply was changed meanwhile: please read it again."))
    return redirect("feedback:review_detail", pk)


@require(Permission.REVIEW_WORK)
@require_POST
def review_replied(request: StaffRequest, pk: int) -> HttpResponse:
    """It stands there now."""
    try:
        note_reply(find_review(request, pk), by=request.user)
    except ReplyIsNotApproved:
        messages.warning(request, _("A reply to three stars or fewer needs a manager's yes first."))
    return redirect("feedback:review_detail", pk)
