"""Ending somebody's sessions everywhere."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.shop.actions.session import end_sessions
from crm.shop.guards import StaffRequest, require, sudo
from crm.shop.models import User
from crm.shop.permissions import Permission


@require(Permission.STAFF_MANAGE)
@sudo
@require_POST
def staff_sessions_end(request: StaffRequest, pk: int) -> HttpResponse:
    """Sign a person out on every machine but this one."""
    person = get_object_or_404(User, pk=pk)
    end_sessions(person, by=request.user, keep=request.session.session_key)
    messages.success(request, _("%(name)s is signed out everywhere.") % {"name": person.name})
    return redirect("shop:staff_edit", pk)
