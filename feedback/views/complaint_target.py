"""How soon complaints are to be acknowledged, answered and put right."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted, stale_form_again
from customers.stale import SomebodyWasFaster
from feedback.actions.complaint_target import set_clock_targets
from feedback.forms.complaint_target import ComplaintTargetForm
from feedback.models import ComplaintRules

PAGE = "feedback/complaint_targets.html"


@require(Permission.COMPLAINT_TIMES_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_targets(request: StaffRequest) -> HttpResponse:
    """The times of each clock, by how bad it is."""
    form = ComplaintTargetForm.of(ComplaintRules.current(), posted(request))
    if request.method != "POST":
        return render(request, PAGE, {"form": form})
    if not form.is_valid():
        return form_again(request, PAGE, {"form": form})
    try:
        set_clock_targets(form.targets(), version=form.cleaned_data["version"], by=request.user)
    except SomebodyWasFaster:
        version = ComplaintRules.current().version
        return stale_form_again(request, PAGE, {"form": form}, form=form, version=version)
    messages.success(request, _("Saved. What is due is worked out anew for every open complaint."))
    return redirect("feedback:complaint_targets")
