"""While somebody new is typed in: who may be the same person, before it is saved."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from customers.forms.customer import CustomerForm
from customers.models import Customer
from customers.searching import search
from customers.sharing import Sharing

PART = "customers/_alike.html"
MOST = 3


@require(Permission.CUSTOMER_ADD)
@require_POST
def customer_alike(request: StaffRequest) -> HttpResponse:
    """Whoever has this phone, e-mail, card or name already, or a name like it. Posted: no log keeps names."""
    form = CustomerForm(request.POST, shop=request.shop, user=request.user)
    form.is_valid()  # what cannot be understood yet is not looked for
    people = form.alike_so_far(Customer.objects.visible_to(request.user))
    return render(request, PART, {"sharing": people or _called_like(request, form)})


def _called_like(request: StaffRequest, form: CustomerForm) -> list[Sharing]:
    """A first and a last name with a slip in it."""
    names = [form.cleaned_data.get(name) or "" for name in ("given_name", "family_name")]
    if not all(names):
        return []
    found = search(" ".join(names), user=request.user, limit=MOST)
    return [Sharing(customer, (), has_the_card=False) for customer in found.customers]
