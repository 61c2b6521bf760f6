"""Anonymous or confidential: chosen before the first invitation, and never afterwards."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from feedback.actions.anonymous_answer import ModeIsFixed, choose_mode, is_mode_fixed
from feedback.models import Survey

PAGE = "feedback/survey_mode.html"


@require(Permission.SURVEY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_mode(request: StaffRequest, pk: int) -> HttpResponse:
    """The two words, what each means, and a button while there is a choice."""
    survey = get_object_or_404(Survey.objects.visible_to(request.user), pk=pk)
    if request.method != "POST":
        return render(request, PAGE, {"survey": survey, "is_fixed": is_mode_fixed(survey)})
    try:
        choose_mode(survey, is_anonymous=request.POST.get("mode") == "anonymous", by=request.user)
    except ModeIsFixed:
        messages.error(request, _("It stays as it is: customers were told so."))
    return redirect("feedback:survey_mode", pk)
