"""The causes of complaints: what there is, how often each lay behind one, adding and letting go."""

from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted
from feedback.actions.root_cause import add_root_cause, retire_root_cause
from feedback.forms.root_cause import RootCauseForm
from feedback.models import Complaint, Remedy, RootCause

PAGE = "feedback/root_cause_list.html"


@require(Permission.COMPLAINT_RULES_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def root_cause_list(request: StaffRequest) -> HttpResponse:
    """All that may be chosen, with how often they were and what putting it right cost; and a new one."""
    form = RootCauseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        add_root_cause(form.cleaned_data["name"], above=form.cleaned_data["above"], by=request.user)
        return redirect("feedback:root_cause_list")
    context = {"form": form, "causes": _causes(), "currency": request.shop.currency}
    return form_again(request, PAGE, context) if form.errors else render(request, PAGE, context)


@require(Permission.COMPLAINT_RULES_EDIT)
@require_POST
def root_cause_retire(request: StaffRequest, pk: int) -> HttpResponse:
    """Nobody chooses it any more."""
    retire_root_cause(get_object_or_404(RootCause, pk=pk), by=request.user)
    return redirect("feedback:root_cause_list")


def _causes() -> list[RootCause]:
    """In their order, each with its figures."""
    counted = Complaint.objects.exclude(root_cause=None).values("root_cause").annotate(count=Count("pk"))
    counts = dict(counted.values_list("root_cause", "count"))
    given = Remedy.objects.filter(given_at__isnull=False).exclude(complaint__root_cause=None)
    paid = given.values("complaint__root_cause").annotate(sum=Sum("cost", filter=Q(cost__gt=0)))
    costs = dict(paid.values_list("complaint__root_cause", "sum"))
    causes = list(RootCause.objects.in_use().in_order().select_related("above"))
    for cause in causes:
        cause.count, cause.cost = counts.get(cause.pk, 0), costs.get(cause.pk)  # type: ignore[attr-defined]
    return causes
