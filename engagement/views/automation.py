"""What is sent by itself: recipes to switch on, their steps, who is on the way, and a dry run."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted
from crm.web.paging import in_one_piece, keyset_page
from customers.stale import SomebodyWasFaster
from engagement.actions.automation import (
    AutomationIsNotReady,
    edit_automation,
    make_automation,
    switch_off,
    switch_on,
)
from engagement.dry_run import dry_run
from engagement.exits import EXIT_WORDS
from engagement.forms.automation import AutomationForm, StepForms, rearranged
from engagement.models import Automation, Enrolment
from engagement.recipes import RECIPES, Recipe
from engagement.steps import STEPS, in_words

LIST = "engagement/automation_list.html"
EDIT = "engagement/automation_edit.html"
PEOPLE = "engagement/automation_people.html"
DRY_RUN = "engagement/automation_dry_run.html"


@dataclass(frozen=True)
class Card:
    """One automation on the list, or a recipe nobody has taken up yet."""

    recipe: Recipe
    automation: Automation | None
    steps: list[str]

    @property
    def days(self) -> object:
        """The number of days that is the recipe's own, as the shop set it."""
        return (self.automation or self.recipe).settings.get("days")

    @property
    def cap_days(self) -> int | None:
        """How often at most, as the shop set it."""
        return (self.automation or self.recipe).cap_days


@require(Permission.AUTOMATION_VIEW)
@require_safe
def automation_list(request: StaffRequest) -> HttpResponse:
    """Every recipe, and what the shop made of it."""
    own = Automation.objects.filter(recipe__in=RECIPES).annotate(
        waiting=Count("enrolments", filter=Q(enrolments__state="waiting")),
        finished=Count("enrolments", filter=Q(enrolments__state="finished")),
    )
    cards = [_card_of(automation) for automation in in_one_piece(own)]
    taken = {card.recipe.key for card in cards}
    cards += [
        Card(recipe, None, in_words(list(recipe.steps)))
        for recipe in RECIPES.values()
        if recipe.key not in taken
    ]
    return render(request, LIST, {"cards": cards})


def _card_of(automation: Automation) -> Card:
    return Card(RECIPES[automation.recipe], automation, in_words(automation.steps))


@require(Permission.AUTOMATION_EDIT)
@require_POST
def automation_start(request: StaffRequest) -> HttpResponse:
    """Take a recipe up; it stays off until somebody switches it on."""
    recipe = RECIPES.get(request.POST.get("recipe", ""))
    if recipe is None:
        return redirect("engagement:automation_list")
    automation = Automation.objects.filter(recipe=recipe.key).first()
    if automation is None or "another" in request.POST:
        automation = make_automation(recipe.key, by=request.user)
    return redirect("engagement:automation_edit", automation.pk)


@require(Permission.AUTOMATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def automation_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Its numbers and its steps."""
    automation = get_object_or_404(Automation, pk=pk)
    moved = rearranged(request.POST) if request.method == "POST" else None
    form = AutomationForm(moved or posted(request), automation)
    steps = StepForms(moved or posted(request), automation.steps)
    context = _edit_context(automation, form, steps)
    if request.method != "POST":
        return render(request, EDIT, context)
    if moved is not None:
        return page_or_fragment(request, EDIT, context, fragment="form")
    if not (form.is_valid() & steps.is_valid()):
        return form_again(request, EDIT, context)
    return _save(request, automation, form, steps)


def _save(
    request: StaffRequest, automation: Automation, form: AutomationForm, steps: StepForms
) -> HttpResponse:
    version = form.cleaned_data["version"]
    try:
        edit_automation(automation, form.wanted(steps.steps()), version=version, by=request.user)
    except SomebodyWasFaster:
        automation.refresh_from_db()
        context = _edit_context(automation, form, steps) | {"is_stale": True}
        return page_or_fragment(request, EDIT, context, fragment="form", status=409)
    messages.success(request, _("Saved. It counts for everybody who enters from now on."))
    return redirect("engagement:automation_edit", automation.pk)


def _edit_context(automation: Automation, form: AutomationForm, steps: StepForms) -> dict[str, Any]:
    return {
        "automation": automation,
        "recipe": RECIPES[automation.recipe],
        "form": form,
        "steps": steps,
        "kinds": list(STEPS.values()),
    }


@require(Permission.AUTOMATION_EDIT)
@require_POST
def automation_switch(request: StaffRequest, pk: int) -> HttpResponse:
    """On or off: the button says which."""
    automation = get_object_or_404(Automation, pk=pk)
    try:
        if request.POST.get("on") == "1":
            switch_on(automation, by=request.user)
            messages.success(request, _("It is on. What happened before this moment is left alone."))
        else:
            switch_off(automation, by=request.user)
            messages.success(request, _("It is off, and what it had planned is called off."))
    except AutomationIsNotReady as problem:
        for finding in problem.findings:
            messages.error(request, _("It stays off: %s") % finding)
    return redirect("engagement:automation_edit", pk)


@require(Permission.AUTOMATION_VIEW)
@require_safe
def automation_people(request: StaffRequest, pk: int) -> HttpResponse:
    """Who entered, where they stand, and why some stopped."""
    automation = get_object_or_404(Automation, pk=pk)
    entered = Enrolment.objects.filter(automation=automation).select_related("customer")
    page = keyset_page(entered, order=("-pk",), after=request.GET.get("after"))
    rows = [(enrolment, EXIT_WORDS.get(enrolment.outcome, enrolment.outcome)) for enrolment in page.rows]
    context = {"automation": automation, "page": page, "rows": rows}
    return page_or_fragment(request, PEOPLE, context, fragment="rows")


@require(Permission.AUTOMATION_VIEW)
@require_safe
def automation_dry_run(request: StaffRequest, pk: int) -> HttpResponse:
    """What it would have done in the last 90 days."""
    automation = get_object_or_404(Automation, pk=pk)
    context = {"automation": automation, "run": dry_run(automation, request.shop, timezone.now())}
    return render(request, DRY_RUN, context)
