"""Who is away, and who stands in."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from crm.shop.actions.absence import come_back, say_away
from crm.shop.forms.absence import AbsenceForm
from crm.shop.guards import StaffRequest, require
from crm.shop.models import Absence
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted

PAGE = "shop/absence_list.html"
MOST = 100


# Every role may see customers: whoever works here has an account, and may be away.
@require(Permission.CUSTOMER_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def absence_list(request: StaffRequest) -> HttpResponse:
    """Those who are away now or will be, and saying so."""
    form = AbsenceForm(posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        say_away(form.cleaned_data["person"], form.away(), by=request.user)
        return redirect("shop:absence_list")
    today = timezone.localdate()
    absences = (
        Absence.objects.not_over(today).select_related("person", "stand_in").order_by("begins_on", "pk")
    )
    context = {"form": form, "absences": absences[:MOST], "today": today}
    return form_again(request, PAGE, context) if form.errors else render(request, PAGE, context)


@require(Permission.CUSTOMER_VIEW)
@require_POST
def absence_end(request: StaffRequest, pk: int) -> HttpResponse:
    """They are back."""
    absence = get_object_or_404(Absence.objects.changeable_by(request.user).select_related("person"), pk=pk)
    come_back(absence.person, by=request.user)
    return redirect("shop:absence_list")
