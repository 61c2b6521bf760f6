"""What the customer hears: news, the decision, and how it ends."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment
from customers.stale import SomebodyWasFaster
from feedback.actions.complaint_decision import close_unresolved, decide_complaint
from feedback.actions.complaint_mail import NoAddress
from feedback.actions.complaint_move import NotThatWay, close_complaint, send_update
from feedback.actions.remedy import NotApproved
from feedback.forms.complaint_news import EndForm, NewsForm, VerdictForm
from feedback.models import Complaint
from feedback.views.complaint_move import say_where_it_is
from feedback.views.complaint_page import find, mail_address, page_of

PAGE = "feedback/complaint_detail.html"


@require(Permission.COMPLAINT_WORK)
@require_POST
def complaint_update(request: StaffRequest, pk: int) -> HttpResponse:
    """Tell the customer how far it is."""
    complaint = find(request, pk)
    form = NewsForm(request.POST, complaint=complaint, address=mail_address(request, complaint))

    def tell(version: int) -> None:
        send_update(complaint, form.told(), version=version, by=request.user)

    return _told(request, complaint, "news", form, tell)


@require(Permission.COMPLAINT_WORK)
@require_POST
def complaint_decide(request: StaffRequest, pk: int) -> HttpResponse:
    """Tell the customer what we decided."""
    complaint = find(request, pk)
    form = VerdictForm(request.POST, complaint=complaint, address=mail_address(request, complaint))

    def tell(version: int) -> None:
        decide_complaint(complaint, form.verdict(), form.told(), version=version, by=request.user)

    return _told(request, complaint, "verdict", form, tell)


@require(Permission.COMPLAINT_WORK)
@require_POST
def complaint_close(request: StaffRequest, pk: int) -> HttpResponse:
    """It is over; a no is explained."""
    complaint, by = find(request, pk), request.user
    form = EndForm(request.POST, complaint=complaint, address=mail_address(request, complaint))

    def tell(version: int) -> None:
        if form.is_no:
            close_unresolved(complaint, form.refusal(), form.told(), version=version, by=by)
        else:
            end, verdict = form.cleaned_data["end"], form.verdict()
            close_complaint(complaint, end, form.told(), version=version, by=by, verdict=verdict)

    return _told(request, complaint, "end", form, tell)


def _told(
    request: StaffRequest, complaint: Complaint, name: str, form: NewsForm, tell: Callable[[int], None]
) -> HttpResponse:
    """Do it, or answer with the form and all that was typed: what was wrong, or what somebody else did."""
    if form.is_valid():
        try:
            tell(form.cleaned_data["version"])
        except SomebodyWasFaster:
            return _once_more(request, complaint, name, form)
        except NotThatWay as stands:
            say_where_it_is(request, stands)
        except NotApproved:
            form.add_error("text", _("Something offered waits for approval: wait for it, or take it back."))
        except NoAddress:
            form.add_error("how", _("Their e-mail address is gone."))
        else:
            messages.success(request, _("Written down: they know."))
    if form.errors:
        return form_again(request, PAGE, page_of(request, complaint, **{name: form}), fragment=name)
    return redirect("feedback:complaint_detail", complaint.pk)


def _once_more(request: StaffRequest, complaint: Complaint, name: str, form: Any) -> HttpResponse:
    """Somebody was faster: what they did stands above, and what was typed is still there."""
    complaint = find(request, complaint.pk)
    form.data = {**request.POST.dict(), "version": complaint.version}
    context = page_of(request, complaint, **{name: form, "stale": name})
    return page_or_fragment(request, PAGE, context, fragment=name, status=409)
