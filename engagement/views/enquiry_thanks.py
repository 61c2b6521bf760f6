"""Thanking somebody who asked and did not buy."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from customers.models import Customer
from engagement.actions.enquiry_thanks import take_thanks_back, thank_for_asking
from engagement.models import Enquiry


@require(Permission.INTERACTION_LOG)
@require_POST
def enquiry_thank(request: StaffRequest, pk: int) -> HttpResponse:
    """For one question of a customer we know: log it, or take it back."""
    known = Enquiry.objects.visible_to(request.user).exclude(customer=None).select_related("customer")
    enquiry = get_object_or_404(known, pk=pk)
    if enquiry.customer is not None:
        _log(request, enquiry.customer, enquiry)
    return redirect("engagement:enquiry_detail", pk)


@require(Permission.INTERACTION_LOG)
@require_POST
def enquiry_thank_visitor(request: StaffRequest, pk: int) -> HttpResponse:
    """From a customer's page, for what they asked today."""
    _log(request, get_object_or_404(Customer.objects.visible_to(request.user), pk=pk), None)
    return redirect("customers:customer_detail", pk)


def _log(request: StaffRequest, customer: Customer, enquiry: Enquiry | None) -> None:
    if request.POST.get("do") == "back":
        take_thanks_back(customer, enquiry=enquiry, by=request.user)
        messages.success(request, _("Taken back."))
    else:
        thank_for_asking(customer, enquiry=enquiry, by=request.user)
        messages.success(request, _("Logged: asked, did not buy, thanked."))
