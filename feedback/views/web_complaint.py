"""The page on which anybody may complain: no account, no cookie, no script, no third party, and no charge.

Looking changes nothing. Who is known here and who is not, the answers never tell.
"""

from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.shop.actions.sign_in import TooManyTries
from crm.shop.models import ShopSettings
from crm.shop.public_page import public_page
from engagement.guessing import count_web_enquiry
from engagement.stamp import Stamp
from engagement.web_form import cause_of, stamp_of
from feedback.actions.complaint_file import attach_file
from feedback.actions.web_complaint import take_web_complaint
from feedback.complaint_papers import NoEvidence
from feedback.complaint_targets import Clock
from feedback.forms.web_complaint import WebComplaintForm
from feedback.models import Complaint, ComplaintRules, Severity
from feedback.models.complaint import number_of

PAGE = "feedback/complaint_web.html"


@public_page()
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_web(request: HttpRequest) -> HttpResponse:
    """Complain, and get a number for it."""
    if request.method == "POST":
        return _complained(request)
    done = request.GET.get("done", "")
    return _page(request, _form(None), Stamp.new(), done=done if _is_a_number(done) else "")


def _complained(request: HttpRequest) -> HttpResponse:
    form = _form(request.POST, request.FILES)
    stamp = stamp_of(form, request.POST.get("stamp", ""))
    return _page(request, form, stamp, status=422) if form.errors else _send(request, form, stamp)


def _send(request: HttpRequest, form: WebComplaintForm, stamp: Stamp) -> HttpResponse:
    try:
        count_web_enquiry(request)
    except TooManyTries as refusal:
        form.add_error(None, _("Too much came from here just now. Please try again later."))
        response = _page(request, form, stamp, status=429)
        response.headers["Retry-After"] = str(refusal.seconds)
        return response
    complaint = take_web_complaint(
        form.taken(cause_of(stamp, form.cleaned_data["story"])), is_spam=form.is_spam
    )
    brought = form.cleaned_data["file"]
    if complaint and brought:
        with suppress(NoEvidence):  # it was looked at; there may only be too many files by now
            attach_file(complaint, brought.name or "", brought.chunks(), by=None)
    # A program gets a number as well, which is nobody's, and learns nothing.
    number = complaint.reference if complaint else Complaint(pk=0).reference
    return redirect(f"{reverse('feedback:complaint_web')}?done={number}")


def _is_a_number(text: str) -> bool:
    """One of ours, so that no address puts other words on the page."""
    number = number_of(text)
    return text == Complaint(pk=number or 0).reference


def _form(typed: Any, files: Any = None) -> WebComplaintForm:
    shop = ShopSettings.current()
    return WebComplaintForm(typed, files, country=shop.phone_country if shop else "")


def _page(
    request: HttpRequest, form: WebComplaintForm, stamp: Stamp, *, status: int = 200, **more: Any
) -> HttpResponse:
    days = ComplaintRules.current().clock_targets[Clock.ACKNOWLEDGE][Severity.USUAL]
    return render(request, PAGE, {"form": form, "stamp": str(stamp), "days": days, **more}, status=status)
