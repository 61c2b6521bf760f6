"""How often to be in touch: with one customer, with everybody of a tag, with everybody."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted
from crm.web.paging import in_one_piece
from customers.models import Customer
from customers.stale import SomebodyWasFaster
from engagement.actions.cadence import remove_wide_cadence, set_cadence, set_wide_cadence
from engagement.cadence import every
from engagement.forms.cadence import WideCadenceForm, opened_for, shown_states
from engagement.models import Cadence

PAGE = "engagement/cadence_edit.html"
LIST = "engagement/cadence_list.html"
MOST = 1_000


class CadenceForm(forms.Form):
    """A number of days, or nothing."""

    every_days = forms.IntegerField(
        label=_("Every so many days"),
        required=False,
        min_value=1,
        max_value=MOST,
        help_text=_("Empty: their own rhythm, from what they bought and when you were in touch."),
    )


@require(Permission.FOLLOW_UP_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def cadence_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Set it for one customer, or leave it to their rhythm."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    known = Cadence.objects.filter(customer=customer).values_list("every_days", flat=True).first()
    form = CadenceForm(posted(request), initial={"every_days": known})
    if request.method != "POST":
        return render(request, PAGE, {"form": form, "customer": customer})
    if not form.is_valid():
        return form_again(request, PAGE, {"form": form, "customer": customer})
    set_cadence(customer, every_days=form.cleaned_data["every_days"], by=request.user)
    return redirect("customers:customer_detail", pk)


@require(Permission.SETTINGS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def cadence_list(request: StaffRequest) -> HttpResponse:
    """What is said for tags and for the shop, and the form that says it."""
    known = list(in_one_piece(Cadence.objects.wide()))
    form = WideCadenceForm(posted(request), initial=opened_for(request.GET.get("of", ""), known))
    context = {"form": form, "cadences": [(cadence, every(cadence.every_days)) for cadence in known]}
    if request.method != "POST":
        return render(request, LIST, context)
    if not form.is_valid():
        return form_again(request, LIST, context)
    tag, days = form.cleaned_data["tag"], form.cleaned_data["weeks"]
    try:
        set_wide_cadence(tag, every_days=days, seen=form.seen_days(), by=request.user)
    except SomebodyWasFaster:
        form.data = {**request.POST.dict(), "seen": shown_states(known)}
        differs = [(form.whose(), _in_words(known, tag))]
        return page_or_fragment(request, LIST, context | {"differs": differs}, fragment="form", status=409)
    messages.success(request, gettext("Saved."))
    return redirect("engagement:cadence_list")


@require(Permission.SETTINGS_EDIT)
@require_POST
def cadence_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take one back; who pressed twice finds it gone."""
    if cadence := Cadence.objects.wide().filter(pk=pk).first():
        remove_wide_cadence(cadence, by=request.user)
        messages.success(request, gettext("Removed."))
    return redirect("engagement:cadence_list")


def _in_words(known: list[Cadence], tag: object) -> str:
    stands = next((cadence.every_days for cadence in known if cadence.tag == tag), None)
    return every(stands) if stands else gettext("nothing is set")
