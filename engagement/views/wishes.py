"""A customer's wishes about mail, written down by a colleague on their word."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted
from customers.models import Customer
from engagement.actions.preference import AT_THE_COUNTER, change_preferences, stop_all
from engagement.forms.preference import ToldWishesForm
from engagement.grounds import grounds_for
from engagement.wishes_view import wishes_of

PAGE = "engagement/wishes_edit.html"


@require(Permission.CONSENT_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def wishes_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """What the customer's own page offers, and nothing more: a yes is kept in the words beside the box."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    if request.method == "POST" and request.POST.get("do") == "all":
        stop_all(customer, source=AT_THE_COUNTER, by=request.user)
        messages.success(request, _("They get nothing any more that they did not ask for."))
        return redirect("customers:customer_detail", pk)
    form = ToldWishesForm(posted(request), wishes_of(customer, timezone.now()))
    context = {"customer": customer, "form": form, "grounds": grounds_for(customer, timezone.now())}
    if request.method != "POST":
        return render(request, PAGE, context)
    if not form.is_valid():
        return form_again(request, PAGE, context)
    return _save(request, customer, context)


def _save(request: StaffRequest, customer: Customer, context: dict[str, Any]) -> HttpResponse:
    form: ToldWishesForm = context["form"]
    if form.is_stale:
        return page_or_fragment(request, PAGE, {**context, "is_stale": True}, fragment="form", status=409)
    change_preferences(customer, form.wishes(), source=AT_THE_COUNTER, by=request.user)
    messages.success(request, _("Their wishes are written down."))
    return redirect("customers:customer_detail", customer.pk)
