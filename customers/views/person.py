"""Who is meant, found while somebody types into a box that asks for a customer."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import asks_for_part
from customers.forms.person import LONGEST
from customers.forms.referral import AdvocateField

PART = "customers/_people_meant.html"


@require(Permission.CUSTOMER_VIEW)
@require_safe
def person_find(request: StaffRequest) -> HttpResponse:
    """Those to choose from, below the box that asked; whoever comes without a script gets the search page."""
    box = request.GET.get("box", "")
    typed = request.GET.get(box, "").strip()[:LONGEST]
    if not asks_for_part(request):
        return redirect(f"{reverse('customers:customer_search')}?{urlencode({'q': typed})}")
    field = AdvocateField()
    field.user = request.user
    people, is_guess = field.find(typed) if typed else ([], False)
    # Only one can be meant: that is what sending the form would find, too.
    is_sure = len(people) == 1 and not is_guess
    context = {
        "box": box,
        "typed": request.GET.get(box, ""),
        "candidates": [(customer, is_sure) for customer in people],
        "is_nobody": bool(typed) and not people,
        "home": request.shop.phone_country,
    }
    return render(request, PART, context)
