"""The shop's settings."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.shop.actions.shop_settings import SHOWN, edit_shop, state_of_shop
from crm.shop.forms.shop_settings import SettingsForm
from crm.shop.guards import StaffRequest, require, sudo
from crm.shop.models import ShopSettings
from crm.shop.permissions import Permission
from crm.shop.stale import SomebodyWasFaster, with_state
from crm.web.answers import form_again

PAGE = "shop/settings.html"


@require(Permission.SETTINGS_EDIT)
@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: StaffRequest) -> HttpResponse:
    """The shop's card."""
    if request.method != "POST":
        shown = {name: getattr(request.shop, name) for name in SHOWN}
        form = SettingsForm(initial=shown | {"state": state_of_shop(request.shop)})
        return render(request, PAGE, {"form": form})
    form = SettingsForm(request.POST)
    if not form.is_valid():
        return form_again(request, PAGE, {"form": form})
    try:
        edit_shop(form.card(), state=form.cleaned_data["state"], by=request.user)
    except SomebodyWasFaster:
        return _again_with_news(request, form)
    messages.success(request, _("The settings were saved."))
    return redirect("shop:settings")


def _again_with_news(request: StaffRequest, form: SettingsForm) -> HttpResponse:
    shop = ShopSettings.objects.get(pk=1)
    typed = asdict(form.card())
    stored = {name: getattr(shop, name) for name in SHOWN}
    differs = [(form[name].label, stored[name]) for name in SHOWN if stored[name] != typed[name]]
    again = SettingsForm(with_state(request.POST, state_of_shop(shop)))
    return render(request, PAGE, {"form": again, "differs": differs}, status=409)
