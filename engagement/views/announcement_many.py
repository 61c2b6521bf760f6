"""Writing to those who were ticked in any list: they get a tag, and an announcement to it begins."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted
from customers.models import BulkChange, Customer
from customers.picking import NobodyIsPicked, Picked, ticked_from
from customers.views.customer_export import back_to_the_list
from engagement.actions.announcement_many import gather_under_tag
from engagement.forms.announcement_many import AnnouncementManyForm

PAGE = "engagement/announcement_many.html"
NAMES_SHOWN = 10


@require(Permission.ANNOUNCEMENT_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def announcement_many(request: StaffRequest) -> HttpResponse:
    """Who they are and what their tag is called; never a whole list by one tap."""
    if not request.user.can(Permission.CUSTOMER_CHANGE_MANY):
        raise PermissionDenied
    try:
        picked = ticked_from(request.POST if request.method == "POST" else request.GET, by=request.user)
    except NobodyIsPicked as problem:
        return back_to_the_list(request, problem)
    customers = picked.of(Customer.objects.visible_to(request.user).by_name())
    form = AnnouncementManyForm(posted(request), customers=customers)
    if request.method == "POST" and form.is_valid():
        return _begun(request, form, picked)
    context: dict[str, Any] = {
        "form": form,
        "picked": picked,
        "number": customers.count(),
        "names": customers.prefetch_related("phones")[:NAMES_SHOWN],
    }
    return form_again(request, PAGE, context) if request.method == "POST" else render(request, PAGE, context)


def _begun(request: StaffRequest, form: AnnouncementManyForm, picked: Picked) -> HttpResponse:
    change = only_once(
        form.cleaned_data["once"],
        BulkChange,
        lambda: gather_under_tag(picked, form.cleaned_data["tag"], by=request.user),
        by=request.user,
    )
    people = urlencode({"tag": change.value})
    return redirect(f"{reverse('engagement:announcement_add')}?{urlencode({'people': people})}")
