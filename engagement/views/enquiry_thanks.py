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
from engagement.opened_for import is_number


@require(Permission.INTERACTION_LOG)
@require_POST
def enquiry_thank(request: StaffRequest, pk: int) -> HttpResponse:
    """From a customer's page, or from the question they asked: log it, or take it back."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    number = request.POST.get("enquiry", "")
    asked = Enquiry.objects.visible_to(request.user).filter(customer=customer)
    enquiry = get_object_or_404(asked, pk=number) if is_number(number) else None
    if request.POST.get("do") == "back":
        take_thanks_back(customer, enquiry=enquiry, by=request.user)
        messages.success(request, _("Taken back."))
    else:
        thank_for_asking(customer, enquiry=enquiry, by=request.user)
        messages.success(request, _("Logged: asked, did not buy, thanked."))
    if enquiry is not None:
        return redirect("engagement:enquiry_detail", enquiry.pk)
    return redirect("customers:customer_detail", pk)
