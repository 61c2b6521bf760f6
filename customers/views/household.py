"""The household of a customer: who lives there, one address, and who buys for whom."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again
from customers.actions.household import (
    BuysForThemselves,
    forget_buying_for,
    leave_household,
    live_together,
    note_buying_for,
    share_address,
)
from customers.forms.household import BuysForForm, WithSomebodyForm
from customers.merging.choices import ADDRESS
from customers.models import BuysFor, Customer

PAGE = "customers/household.html"
HERE = "customers:household"


@require(Permission.CUSTOMER_VIEW)
@require_safe
def household(request: StaffRequest, pk: int) -> HttpResponse:
    """Everybody who lives with them, and for whom they buy."""
    return render(request, PAGE, _context(request, _find(request, pk)))


@require(Permission.CUSTOMER_EDIT)
@require_POST
def household_join(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody lives here too."""
    customer = _find(request, pk)
    form = WithSomebodyForm(request.POST, user=request.user, prefix="home")
    if form.is_valid():
        person = form.cleaned_data["person"]
        if person.pk != customer.pk:
            live_together(person, with_whom=customer, by=request.user)
            return redirect(HERE, pk)
        form.add_error("person", _("That is the very same record."))
    return form_again(request, PAGE, _context(request, customer) | {"home": form}, fragment="joining")


@require(Permission.CUSTOMER_EDIT)
@require_POST
def household_leave(request: StaffRequest, pk: int, member: int) -> HttpResponse:
    """Somebody lives elsewhere now; whoever left already has left."""
    customer = _find(request, pk)
    leaver = get_object_or_404(Customer.objects.visible_to(request.user), pk=member)
    if customer.household_id and leaver.household_id == customer.household_id:
        leave_household(leaver, by=request.user)
    return redirect(HERE, pk)


@require(Permission.CUSTOMER_EDIT)
@require_POST
def household_share_address(request: StaffRequest, pk: int) -> HttpResponse:
    """One address for all of them."""
    count = share_address(_find(request, pk), by=request.user)
    told = ngettext("%d other has this address now.", "%d others have this address now.", count)
    messages.success(request, told % count)
    return redirect(HERE, pk)


@require(Permission.CUSTOMER_EDIT)
@require_POST
def buys_for_note(request: StaffRequest, pk: int) -> HttpResponse:
    """They buy for somebody we know too."""
    customer = _find(request, pk)
    form = BuysForForm(request.POST, user=request.user, prefix="gift")
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            note_buying_for(customer, receiver=cleaned["person"], note=cleaned["note"], by=request.user)
        except BuysForThemselves:
            form.add_error("person", _("That is the very same record."))
        else:
            return redirect(HERE, pk)
    return form_again(request, PAGE, _context(request, customer) | {"gift": form}, fragment="giving")


@require(Permission.CUSTOMER_EDIT)
@require_POST
def buys_for_forget(request: StaffRequest, pk: int, row: int) -> HttpResponse:
    """They do not any more; forgotten twice is forgotten."""
    customer = _find(request, pk)
    found = BuysFor.objects.select_related("buyer").filter(buyer=customer, pk=row).first()
    if found is not None:
        forget_buying_for(found, by=request.user)
    return redirect(HERE, pk)


def _find(request: StaffRequest, pk: int) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(request.user).select_related("household"), pk=pk)


def _address(customer: Customer) -> list[str]:
    return [getattr(customer, part) for part in ADDRESS]


def _context(request: StaffRequest, customer: Customer) -> dict[str, Any]:
    members: list[Customer] = []
    if customer.household:
        members = list(customer.household.members.exclude(pk=customer.pk).by_name())
    return {
        "customer": customer,
        "members": members,
        "live_apart": any(_address(member) != _address(customer) for member in members),
        "gifts": BuysFor.objects.filter(buyer=customer).select_related("receiver").order_by("pk"),
        "home": WithSomebodyForm(user=request.user, prefix="home"),
        "gift": BuysForForm(user=request.user, prefix="gift"),
    }
