"""Letting mail leave again after a restore."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.shop.actions.opening import confirm_mail_after_restore
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission


@require(Permission.SETTINGS_EDIT)
@require_POST
def mail_release(request: StaffRequest) -> HttpResponse:
    """The owner has looked at the restored shop: its mail may leave."""
    confirm_mail_after_restore(request.shop, by=request.user)
    messages.success(request, _("Mail leaves the house again."))
    return redirect("home")
