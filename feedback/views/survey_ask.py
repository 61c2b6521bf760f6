"""Asking one customer by hand, where nothing stands against it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.shop.guards import StaffRequest, require
from crm.shop.models import ShopSettings
from crm.shop.permissions import Permission
from customers.models import Customer
from feedback.actions.invitation import Asking, invite
from feedback.ask_by_hand import cause_of, may_ask, surveys_to_ask

PAGE = "feedback/survey_ask.html"


@require(Permission.MESSAGE_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_ask(request: StaffRequest, pk: int) -> HttpResponse:
    """Each survey of our own with a button, or with what stands against it."""
    customer = get_object_or_404(
        Customer.objects.visible_to(request.user).select_related("preference"), pk=pk
    )
    shop, now = ShopSettings.current(), timezone.now()
    assert shop is not None  # noqa: S101 - no page opens before the shop does
    askable = [may_ask(customer, survey, shop, now) for survey in surveys_to_ask()]
    if request.method != "POST":
        return render(request, PAGE, {"customer": customer, "askable": askable})
    chosen = next((each for each in askable if str(each.survey.pk) == request.POST.get("survey")), None)
    if chosen is None or chosen.why_not:
        why = chosen.why_not if chosen else _("This survey is switched off.")
        messages.error(request, _("They were not asked: %s.") % why)
        return redirect("feedback:survey_ask", pk)
    invite(customer, chosen.survey, Asking(cause_of(now)), by=request.user)
    messages.success(request, _("The mail with “%s” is on its way.") % chosen.survey)
    return redirect("customers:customer_detail", pk)
