"""One answer for staff: what was said, how sure it is, and setting it aside."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from crm.shop.actions import audit
from crm.shop.guards import StaffRequest, require
from crm.shop.models import User
from crm.shop.permissions import Permission
from crm.web.answers import form_again
from feedback.actions.response_care import count_response_again, mark_response_invalid
from feedback.answer_page import said
from feedback.models import Complaint, Response
from feedback.result_filter import may_see_staff

PAGE = "feedback/response_detail.html"


class JudgeForm(forms.Form):
    """Why an answer does not count."""

    reason = forms.CharField(label=_("Why does it not count?"), max_length=200)


@require(Permission.SURVEY_VIEW)
@require_safe
def response_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Question by question, and everything that was sent for it."""
    return render(request, PAGE, _context(_find(request, pk), JudgeForm(), request.user))


@require(Permission.RESPONSE_JUDGE)
@require_POST
def response_judge(request: StaffRequest, pk: int) -> HttpResponse:
    """Set it aside with a reason, or let it count again; nobody can change what was said."""
    response, form = _find(request, pk), JudgeForm(request.POST)
    if request.POST.get("do") == "count":
        count_response_again(response, by=request.user)
    elif form.is_valid():
        mark_response_invalid(response, reason=form.cleaned_data["reason"], by=request.user)
    else:
        return form_again(request, PAGE, _context(response, form, request.user))
    return redirect("feedback:response_detail", pk)


def _context(response: Response, form: JudgeForm, user: User) -> dict[str, object]:
    return {
        "response": response,
        "said": said(response),
        "attempts": response.invitation.attempts.all() if response.invitation else (),
        "complaint": Complaint.objects.visible_to(user).filter(cause=audit.label(response)).first(),
        "sees_staff": response.staff_id == user.pk or may_see_staff(user),
        "form": form,
    }


def _find(request: StaffRequest, pk: int) -> Response:
    found = Response.objects.visible_to(request.user)
    names = (
        "customer",
        "survey",
        "version",
        "invitation",
        "invitation__message",
        "invalid_by",
        "location",
        "staff",
    )
    return get_object_or_404(found.select_related(*names), pk=pk)
