"""Where a customer stands, and why: the history, the pin, what speaks for them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment
from customers.actions.stage_evidence import note_recommendation, withdraw_recommendation
from customers.actions.stage_pin import lift_pin, pin_stage
from customers.evidence import WORD_OF_MOUTH
from customers.forms.stage import RecommendationForm, StagePinForm
from customers.models import Customer, Stage, StageEvidence
from customers.stage_story import story_of
from customers.stale import SomebodyWasFaster

PAGE = "customers/stage_history.html"


@require(Permission.CUSTOMER_VIEW)
@require_safe
def stage_history(request: StaffRequest, pk: int) -> HttpResponse:
    """Every change with its day, its reason and what it rests on."""
    return render(request, PAGE, _context(_find(request, pk)))


@require(Permission.STAGE_PIN)
@require_POST
def stage_pin(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody knows better than the rules."""
    customer = _find(request, pk)
    form = StagePinForm(request.POST)
    if not form.is_valid():
        return form_again(request, PAGE, _context(customer, pin_form=form), fragment="pin")
    try:
        pin_stage(customer, **form.cleaned_data, by=request.user)
    except SomebodyWasFaster:
        return _pinned_by_another(request, customer, form)
    messages.success(request, _("Pinned. It holds until somebody lifts it."))
    return redirect("customers:stage_history", customer.pk)


def _pinned_by_another(request: StaffRequest, customer: Customer, form: StagePinForm) -> HttpResponse:
    """The form with what was typed, over the pin a colleague set meanwhile."""
    context = _context(customer)
    pin = context["story"].pin
    form.data = {**request.POST.dict(), "standing": pin.pk if pin else ""}
    differs = [(_("Stage"), Stage(pin.stage).label), (_("Why"), pin.reason)] if pin else []
    context |= {"pin_form": form, "differs": differs}
    return page_or_fragment(request, PAGE, context, fragment="pin", status=409)


@require(Permission.STAGE_PIN)
@require_POST
def stage_unpin(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the rules decide again."""
    customer = _find(request, pk)
    standing = request.POST.get("standing", "")
    try:
        lift_pin(customer, by=request.user, standing=int(standing) if standing.isdecimal() else None)
        messages.success(request, _("The rules decide again."))
    except SomebodyWasFaster:
        messages.error(request, _("A colleague has pinned it anew meanwhile: have a look first."))
    return redirect("customers:stage_history", customer.pk)


@require(Permission.INTERACTION_LOG)
@require_POST
def recommendation_note(request: StaffRequest, pk: int) -> HttpResponse:
    """They recommended us."""
    customer = _find(request, pk)
    form = RecommendationForm(request.POST)
    if not form.is_valid():
        return form_again(
            request, PAGE, _context(customer, recommendation_form=form), fragment="recommendation"
        )
    note_recommendation(customer, **form.cleaned_data, by=request.user)
    messages.success(request, _("Noted: they speak well of the shop."))
    return redirect("customers:stage_history", customer.pk)


@require(Permission.STAGE_PIN)
@require_POST
def recommendation_withdraw(request: StaffRequest, pk: int, evidence_pk: int) -> HttpResponse:
    """It was a mistake. Only what was noted by hand can be taken back by hand."""
    customer = _find(request, pk)
    by_hand = StageEvidence.objects.filter(customer=customer, kind=WORD_OF_MOUTH.key)
    withdraw_recommendation(get_object_or_404(by_hand, pk=evidence_pk), by=request.user)
    return redirect("customers:stage_history", customer.pk)


def _find(request: StaffRequest, pk: int) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)


def _context(customer: Customer, **forms: Any) -> dict[str, Any]:
    story = story_of(customer)
    standing = story.pin.pk if story.pin else None
    return {
        "customer": customer,
        "story": story,
        "pin_form": StagePinForm(initial={"stage": customer.stage, "standing": standing}),
        "recommendation_form": RecommendationForm(),
        "by_hand": WORD_OF_MOUTH.key,
        **forms,
    }
