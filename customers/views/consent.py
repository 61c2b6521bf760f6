"""What a customer agreed to, and when they said so."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again
from crm.web.paging import keyset_page
from customers.actions.consent import record_consent
from customers.forms.consent import ConsentForm
from customers.models import Customer
from customers.sides import consent_answers

PAGE = "customers/consent_log.html"


@require(Permission.CUSTOMER_VIEW)
@require_safe
def consent_log(request: StaffRequest, pk: int) -> HttpResponse:
    """Every answer they ever gave, newest first, and the form for a new one."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    return render(request, PAGE, _context(request, customer, ConsentForm()))


def _context(request: StaffRequest, customer: Customer, form: ConsentForm) -> dict[str, object]:
    log = customer.consents.select_related("by")
    page = keyset_page(log, order=("-at", "-pk"), after=request.GET.get("after"))
    return {"customer": customer, "answers": consent_answers(customer), "page": page, "form": form}


@require(Permission.CONSENT_RECORD)
@require_POST
def consent_record(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down an answer in the words they were asked in."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return form_again(request, PAGE, _context(request, customer, form))
    record_consent(customer, form.as_answer(), by=request.user)
    return redirect("customers:consent_log", customer.pk)
