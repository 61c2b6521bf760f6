"""The causes of complaints: what there is, how often each lay behind one, adding and letting go."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted
from crm.web.paging import in_one_piece
from feedback.actions.root_cause import add_root_cause, retire_root_cause
from feedback.forms.root_cause import RootCauseForm
from feedback.models import RootCause
from feedback.root_cause_figures import with_figures

PAGE = "feedback/root_cause_list.html"


@require(Permission.COMPLAINT_RULES_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def root_cause_list(request: StaffRequest) -> HttpResponse:
    """All that may be chosen, with how often they were and what putting it right cost; and a new one."""
    form = RootCauseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        add_root_cause(form.cleaned_data["name"], above=form.cleaned_data["above"], by=request.user)
        return redirect("feedback:root_cause_list")
    context = {
        "form": form,
        "causes": with_figures(in_one_piece(_causes())),
        "currency": request.shop.currency,
    }
    return form_again(request, PAGE, context) if form.errors else render(request, PAGE, context)


@require(Permission.COMPLAINT_RULES_EDIT)
@require_POST
def root_cause_retire(request: StaffRequest, pk: int) -> HttpResponse:
    """Nobody chooses it any more."""
    retire_root_cause(get_object_or_404(RootCause, pk=pk), by=request.user)
    return redirect("feedback:root_cause_list")


def _causes() -> QuerySet[RootCause]:
    return RootCause.objects.in_use().in_order().select_related("above")
