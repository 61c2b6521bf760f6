"""Tablets for customers, seen by managers: which there are, set one up, take one back."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.till import revoke_tablet
from crm.shop.guards import StaffRequest, require, sudo
from crm.shop.permissions import Permission
from crm.shop.tablet import hand_kiosk_token, new_token
from crm.web.answers import form_again, page_or_fragment
from crm.web.paging import keyset_page
from feedback.actions.kiosk import set_up_kiosk
from feedback.forms.kiosk import KioskForm
from feedback.models import Kiosk

LIST, SET_UP = "feedback/kiosk_list.html", "feedback/kiosk_set_up.html"


@require(Permission.DEVICE_ENROL)
@require_safe
def kiosk_list(request: StaffRequest) -> HttpResponse:
    """The tablets on which customers answer."""
    kiosks = Kiosk.objects.in_use().select_related("survey", "device__location", "device__enrolled_by")
    page = keyset_page(kiosks, order=("pk",), after=request.GET.get("after"))
    return page_or_fragment(request, LIST, {"page": page}, fragment="rows")


@require(Permission.DEVICE_ENROL)
@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk_set_up(request: StaffRequest) -> HttpResponse:
    """Make the tablet in your hands one for customers: you are signed out on it."""
    form = KioskForm(request.POST or None)
    if request.method != "POST":
        return render(request, SET_UP, {"form": form})
    if not form.is_valid():
        return form_again(request, SET_UP, {"form": form})
    token, typed = new_token(), form.cleaned_data
    wanted = {name: typed[name] for name in ("survey", "location")}
    set_up_kiosk(typed["name"], token=token, by=request.user, **wanted)
    get_adapter().logout(request)
    response = redirect("feedback:kiosk")
    hand_kiosk_token(response, token)
    return response


@require(Permission.DEVICE_ENROL)
@require_POST
def kiosk_revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """It is lost, sold, or wanted for something else."""
    kiosk = get_object_or_404(Kiosk.objects.select_related("device"), pk=pk)
    revoke_tablet(kiosk.device, by=request.user)
    messages.success(request, _("%s takes no answers any more.") % kiosk.device.name)
    return redirect("feedback:kiosk_list")
