"""Facts worth knowing at a glance."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import asks_for_part, page_or_fragment
from customers.actions.contact import add_quick_fact, remove_quick_fact
from customers.forms.quick_fact import QuickFactForm
from customers.models import Customer, QuickFact, QuickFactKind
from customers.sides import forgotten_facts

PART = "customers/_quick_facts.html"


@require(Permission.CUSTOMER_EDIT)
@require_POST
def quick_fact_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Note one: "size 38", "buys for: daughter Lily"."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    form = QuickFactForm(request.POST)
    if form.is_valid():
        add_quick_fact(customer, **form.cleaned_data, by=request.user)
        return _facts(request, customer, QuickFactForm())
    return _facts(request, customer, form)


@require(Permission.CUSTOMER_EDIT)
@require_POST
def quick_fact_remove(request: StaffRequest, pk: int, fact_pk: int) -> HttpResponse:
    """Forget one."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    fact = QuickFact.objects.filter(customer=customer, pk=fact_pk).first()
    if fact is not None:
        remove_quick_fact(fact, by=request.user)
    return _facts(request, customer, QuickFactForm())


def _facts(request: StaffRequest, customer: Customer, form: QuickFactForm) -> HttpResponse:
    status = 422 if form.errors else 200
    if not asks_for_part(request):
        if form.errors:
            messages.error(request, _("Please write the fact in a few words."))
        return redirect(f"{reverse('customers:customer_detail', args=[customer.pk])}#side-facts")
    facts = list(customer.quick_facts.all())
    context = {
        "customer": customer,
        "facts": facts,
        "forgotten": forgotten_facts(customer, facts),
        "fact_form": form,
        "fact_kinds": QuickFactKind.choices,
    }
    return page_or_fragment(request, PART, context, fragment="facts", status=status)
