"""The people who work here."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.staff import (
    EmailIsTaken,
    LastOwnerStays,
    deactivate_person,
    edit_person,
    reactivate_person,
    state_of_person,
)
from crm.shop.forms.staff import LeaveForm, PersonForm
from crm.shop.guards import StaffRequest, require, sudo
from crm.shop.models import Invitation, User
from crm.shop.permissions import Permission
from crm.shop.stale import SomebodyWasFaster, with_state
from crm.web.answers import form_again, page_or_fragment
from crm.web.paging import keyset_page

LIST = "shop/staff_list.html"
EDIT = "shop/staff_edit.html"
LEAVE = "shop/staff_deactivate.html"
LINK = "invitation_link"


@require(Permission.STAFF_MANAGE)
@require_safe
def staff_list(request: StaffRequest) -> HttpResponse:
    """Everybody, those who left at the end, and the open invitations."""
    page = keyset_page(User.objects.all(), order=("-is_active", "name", "pk"), after=request.GET.get("after"))
    invitations = Invitation.objects.usable(timezone.now())[:50]
    context = {"page": page, "invitations": invitations, "link": request.session.pop(LINK, "")}
    return page_or_fragment(request, LIST, context, fragment="rows")


@require(Permission.STAFF_MANAGE)
@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def staff_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """A person's name, address and role."""
    person = get_object_or_404(User, pk=pk)
    if request.method != "POST":
        shown = {
            "name": person.name,
            "email": person.email,
            "role": person.role,
            "state": state_of_person(person),
        }
        return render(request, EDIT, {"person": person, "form": PersonForm(initial=shown)})
    form = PersonForm(request.POST)
    if not form.is_valid():
        return form_again(request, EDIT, {"person": person, "form": form})
    return _save_person(request, person, form)


def _save_person(request: StaffRequest, person: User, form: PersonForm) -> HttpResponse:
    try:
        edit_person(person, **form.cleaned_data, by=request.user)
    except LastOwnerStays:
        form.add_error("role", _("The shop needs an owner. Make somebody else owner first."))
        return form_again(request, EDIT, {"person": person, "form": form})
    except EmailIsTaken:
        form.add_error("email", _("Somebody else signs in with this address."))
        return form_again(request, EDIT, {"person": person, "form": form})
    except SomebodyWasFaster:
        person.refresh_from_db()
        again = PersonForm(with_state(request.POST, state_of_person(person)))
        return render(request, EDIT, {"person": person, "form": again, "was_changed": True}, status=409)
    messages.success(request, _("%(name)s was saved.") % {"name": form.cleaned_data["name"]})
    return redirect("shop:staff_list")


@require(Permission.STAFF_MANAGE)
@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def staff_deactivate(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask who takes over, then let somebody go."""
    person = get_object_or_404(User, pk=pk)
    form = LeaveForm(request.POST if request.method == "POST" else None, leaver=person)
    if request.method != "POST":
        return render(request, LEAVE, {"person": person, "form": form})
    if not form.is_valid():
        return form_again(request, LEAVE, {"person": person, "form": form})
    try:
        deactivate_person(person, to=form.cleaned_data["to"], by=request.user)
    except LastOwnerStays:
        form.add_error(None, _("The shop needs an owner. Make somebody else owner first."))
        return form_again(request, LEAVE, {"person": person, "form": form})
    messages.success(request, _("%(name)s can no longer sign in.") % {"name": person.name})
    return redirect("shop:staff_list")


@require(Permission.STAFF_MANAGE)
@sudo
@require_POST
def staff_reactivate(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody is back."""
    person = reactivate_person(get_object_or_404(User, pk=pk), by=request.user)
    words = _("Welcome back, %(name)s. They choose a new password by “Forgot your password?”.")
    messages.success(request, words % {"name": person.name})
    return redirect("shop:staff_list")
