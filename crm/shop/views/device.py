"""The till tablets."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.till import enrol_tablet, note_full_sign_in, revoke_tablet
from crm.shop.forms.till import EnrolForm
from crm.shop.guards import StaffRequest, require, sudo
from crm.shop.models import Device
from crm.shop.permissions import Permission
from crm.shop.tablet import hand_token, new_token, tablet_of
from crm.web.answers import form_again, page_or_fragment
from crm.web.paging import keyset_page

ENROL = "shop/device_enrol.html"


@require(Permission.DEVICE_ENROL)
@require_safe
def device_list(request: StaffRequest) -> HttpResponse:
    """The tablets staff share by PIN."""
    devices = Device.objects.tills().select_related("location", "enrolled_by")
    page = keyset_page(devices, order=("name", "pk"), after=request.GET.get("after"))
    context = {"page": page, "this_one": tablet_of(request)}
    return page_or_fragment(request, "shop/device_list.html", context, fragment="rows")


@require(Permission.DEVICE_ENROL)
@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def device_enrol(request: StaffRequest) -> HttpResponse:
    """Make the tablet in your hands a till tablet."""
    if tablet_of(request):
        messages.info(request, _("This tablet is enrolled already."))
        return redirect("shop:device_list")
    form = EnrolForm(request.POST or None)
    if request.method != "POST":
        return render(request, ENROL, {"form": form})
    if not form.is_valid():
        return form_again(request, ENROL, {"form": form})
    token, answers = new_token(), form.cleaned_data
    device = enrol_tablet(answers["name"], token=token, location=answers["location"], by=request.user)
    note_full_sign_in(device, by=request.user)
    response = redirect("shop:device_list")
    hand_token(response, token)
    messages.success(request, _("This tablet now works with PINs."))
    return response


@require(Permission.DEVICE_ENROL)
@require_POST
def device_revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """A tablet is lost, sold, or no longer shared."""
    device = revoke_tablet(get_object_or_404(Device, pk=pk), by=request.user)
    messages.success(request, _("PINs no longer work on %(name)s.") % {"name": device.name})
    return redirect("shop:device_list")
