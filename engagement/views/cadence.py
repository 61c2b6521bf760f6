"""How often to be in touch with somebody."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted
from customers.models import Customer
from engagement.actions.cadence import set_cadence
from engagement.models import Cadence

PAGE = "engagement/cadence_edit.html"
MOST = 1_000


class CadenceForm(forms.Form):
    """A number of days, or nothing."""

    every_days = forms.IntegerField(
        label=_("Every so many days"),
        required=False,
        min_value=1,
        max_value=MOST,
        help_text=_("Empty: their own rhythm, from what they bought and when you were in touch."),
    )


@require(Permission.FOLLOW_UP_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def cadence_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Set it for one customer, or leave it to their rhythm."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    known = Cadence.objects.filter(customer=customer).values_list("every_days", flat=True).first()
    form = CadenceForm(posted(request), initial={"every_days": known})
    if request.method != "POST":
        return render(request, PAGE, {"form": form, "customer": customer})
    if not form.is_valid():
        return form_again(request, PAGE, {"form": form, "customer": customer})
    set_cadence(customer, every_days=form.cleaned_data["every_days"], by=request.user)
    return redirect("customers:customer_detail", pk)
