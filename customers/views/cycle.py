"""The cycle as a whole: how many stand where, who moved, and the rules."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted
from crm.web.paging import capped_count, keyset_page
from customers.actions.cycle_rules import edit_cycle_rules
from customers.cycle import Rules
from customers.cycle_figures import (
    Flow,
    end_of,
    flows_of,
    last_months,
    stocks_of,
)
from customers.cycle_overview import overview
from customers.cycle_people import five_steps, people_who_moved
from customers.cycle_preview import preview_rules
from customers.cycle_words import rule_sentences
from customers.forms.cycle_rules import CycleRulesForm
from customers.models import CycleRules, Stage
from customers.models.customer import CustomerQuerySet
from customers.stage_story import rule_numbers
from customers.stale import SomebodyWasFaster

PAGE = "customers/cycle.html"
PEOPLE_PAGE = "customers/cycle_people.html"
RULES_PAGE = "customers/cycle_rules.html"


@require(Permission.CUSTOMER_VIEW)
@require_safe
def cycle(request: StaffRequest) -> HttpResponse:
    """Stocks, flows and the five steps, from the same history."""
    counted = overview(timezone.now())
    if counted is None:
        return render(request, PAGE, {"is_being_counted": True})
    months = last_months(counted.today)[::-1]  # the newest first: on a phone the others are far away
    now = counted.stocks
    words = rule_sentences(rule_numbers(CycleRules.current()))
    context = {
        "stages": [(stage.value, stage.label, now[stage], words[stage]) for stage in Stage],
        "known": sum(now.values()),
        "months": months,
        "flows": flows_of(counted.moves, months),
        "stocks": stocks_of(now, counted.moves, months),
        "steps": counted.steps,
        "counted_at": counted.counted_at,
    }
    return render(request, PAGE, context)


@require(Permission.CUSTOMER_VIEW)
@require_safe
def cycle_people(request: StaffRequest) -> HttpResponse:
    """The people behind one of the numbers."""
    title, people = _asked_for(request.GET.dict())
    seen = people.visible_to(request.user)
    page = keyset_page(seen, order=("sort_key", "pk"), after=request.GET.get("after"))
    context = {"title": title, "page": page, "customers": page.rows, "count": capped_count(seen)}
    return page_or_fragment(request, PEOPLE_PAGE, context, fragment="rows")


def _asked_for(asked: dict[str, str]) -> tuple[str, CustomerQuerySet]:
    """Which number it is; 404 for one that nobody shows."""
    try:
        return _of_step(asked) if "step" in asked else _of_flow(asked)
    except (KeyError, ValueError, StopIteration):
        raise Http404 from None


def _of_step(asked: dict[str, str]) -> tuple[str, CustomerQuerySet]:
    step = next(step for step in five_steps(timezone.localdate()) if step.key == asked["step"])
    people = {"did": step.did, "could": step.could}[asked["part"]]
    return f"{step.label}. {step.words}", people


def _of_flow(asked: dict[str, str]) -> tuple[str, CustomerQuerySet]:
    month = date.fromisoformat(f"{asked['month']}-01")
    before, after = asked["from"] and Stage(asked["from"]), Stage(asked["to"])
    people = people_who_moved(month, end_of(month), from_stage=before, to_stage=after)
    return Flow(before, after, []).words, people


@require(Permission.SETTINGS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def cycle_rules(request: StaffRequest) -> HttpResponse:
    """The numbers in the rules, and the rules in words."""
    rules = CycleRules.current()
    shown: dict[str, Any] = {name: getattr(rules, name) for name in CycleRulesForm.base_fields}
    form = CycleRulesForm(posted(request), initial=shown)
    context = {"form": form, "rules": _rules_in_words(rules)}
    if request.method != "POST":
        return render(request, RULES_PAGE, context)
    if not form.is_valid():
        return form_again(request, RULES_PAGE, context)
    if "preview" in request.POST:
        numbers = form.numbers()
        rules_to_be = Rules(numbers.regular_after, numbers.lapsed_after, numbers.advocate_for)
        context["preview"] = preview_rules(rules_to_be)
        return page_or_fragment(request, RULES_PAGE, context, fragment="form")
    try:
        edit_cycle_rules(form.numbers(), version=form.cleaned_data["version"] or 0, by=request.user)
    except SomebodyWasFaster:
        return _again_with_news(request, form)
    messages.success(request, _("Saved. Everybody's history is being told anew by these rules."))
    return redirect("customers:cycle_rules")


def _again_with_news(request: StaffRequest, form: CycleRulesForm) -> HttpResponse:
    rules = CycleRules.current()
    typed = form.cleaned_data
    differs = [
        (form[name].label, getattr(rules, name))
        for name in CycleRulesForm.base_fields
        if name != "version" and getattr(rules, name) != typed[name]
    ]
    form.data = {**request.POST.dict(), "version": rules.version}
    context = {"form": form, "rules": _rules_in_words(rules), "differs": differs}
    return page_or_fragment(request, RULES_PAGE, context, fragment="form", status=409)


def _rules_in_words(rules: CycleRules) -> list[tuple[str, str, str]]:
    words = rule_sentences(rule_numbers(rules))
    return [(stage.value, str(stage.label), words[stage]) for stage in Stage]
