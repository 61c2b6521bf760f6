"""What belongs to oneself: name, role, PIN, and the way to one's security."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.shop.actions.till import PinIsWeak, set_pin
from crm.shop.forms.till import PinForm
from crm.shop.guards import StaffRequest, require
from crm.shop.passwords import has_second_factor
from crm.shop.permissions import Permission
from crm.web.answers import form_again

PAGE = "shop/account.html"


# Every role may see customers: whoever works here has an account.
@require(Permission.CUSTOMER_VIEW)
@require_safe
def account(request: StaffRequest) -> HttpResponse:
    """My account."""
    return render(request, PAGE, _context(request, PinForm()))


@require(Permission.CUSTOMER_VIEW)
@require_POST
def pin_set(request: StaffRequest) -> HttpResponse:
    """Give myself a PIN, with my password."""
    form = PinForm(request.POST)
    if not form.is_valid():
        return form_again(request, PAGE, _context(request, form))
    if not get_adapter().reauthenticate(request.user, form.cleaned_data["password"]):
        form.add_error("password", _("This is not your password."))
        return form_again(request, PAGE, _context(request, form))
    try:
        set_pin(request.user, form.cleaned_data["pin"], by=request.user)
    except PinIsWeak:
        form.add_error("pin", _("4 to 12 digits, please, and not the first that come to mind."))
        return form_again(request, PAGE, _context(request, form))
    messages.success(
        request, _("Your PIN was saved.") if form.cleaned_data["pin"] else _("You have no PIN now.")
    )
    return redirect("shop:account")


def _context(request: StaffRequest, form: PinForm) -> dict[str, object]:
    return {"form": form, "has_second_factor": has_second_factor(request.user)}
