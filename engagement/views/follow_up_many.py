"""A follow-up with each of those who were ticked, from any list of people."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted
from customers.models import Customer
from customers.models.customer import CustomerQuerySet
from customers.picking import NobodyIsPicked, ticked_from
from customers.views.customer_export import back_to_the_list
from engagement.actions.follow_up_many import make_follow_ups
from engagement.forms.follow_up import FollowUpManyForm
from engagement.models import FollowUp

PAGE = "engagement/follow_up_many.html"
NAMES_SHOWN = 10


@require(Permission.CUSTOMER_CHANGE_MANY)
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_many(request: StaffRequest) -> HttpResponse:
    """Who they are and what is promised; only those who were ticked, never a whole list by one tap."""
    try:
        picked = ticked_from(request.POST if request.method == "POST" else request.GET, by=request.user)
        customers = _to_disturb(picked.of(Customer.objects.visible_to(request.user).by_name()))
    except NobodyIsPicked as problem:
        return back_to_the_list(request, problem)
    form = FollowUpManyForm(posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        return _made(request, form, list(customers.select_related("looked_after_by")))
    context: dict[str, Any] = {
        "form": form,
        "picked": picked,
        "number": customers.count(),
        "names": customers.prefetch_related("phones")[:NAMES_SHOWN],
    }
    return form_again(request, PAGE, context) if request.method == "POST" else render(request, PAGE, context)


def _to_disturb(customers: CustomerQuerySet) -> CustomerQuerySet:
    wanted = customers.filter(do_not_disturb_since=None)
    if not wanted.exists():
        raise NobodyIsPicked(_("Nobody of them is to be disturbed."))
    return wanted


def _made(request: StaffRequest, form: FollowUpManyForm, customers: list[Customer]) -> HttpResponse:
    """The first of them stands for all: the same form sent again makes none."""
    promise, by = form.promise(), request.user
    only_once(
        form.cleaned_data["once"],
        FollowUp,
        lambda: make_follow_ups(customers, promise, by=by, by_keeper=form.is_by_keeper)[0],
        by=by,
    )
    count = len(customers)
    messages.success(request, ngettext("%d follow-up promised.", "%d follow-ups promised.", count) % count)
    return redirect("engagement:follow_up_list")
