"""The switch of the Monday letter, on its own page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from metrics.actions.letter_rules import send_letter_again, stop_letter


@require(Permission.SETTINGS_EDIT)
@require_POST
def monday_letter_stop(request: StaffRequest) -> HttpResponse:
    """No mail from now on; the page stays."""
    stop_letter(by=request.user)
    messages.success(request, _("The letter no longer comes by mail. You find it here."))
    return redirect("metrics:monday_letter")


@require(Permission.SETTINGS_EDIT)
@require_POST
def monday_letter_send(request: StaffRequest) -> HttpResponse:
    """It comes again."""
    send_letter_again(by=request.user)
    messages.success(request, _("The letter comes by mail again, on Mondays when your doors open."))
    return redirect("metrics:monday_letter")
