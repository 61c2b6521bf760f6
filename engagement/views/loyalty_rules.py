"""The rules of the card, in words and numbers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted
from customers.stale import SomebodyWasFaster
from engagement.actions.loyalty_program import CardsAreNotEmpty, edit_loyalty_program
from engagement.forms.loyalty import LoyaltyRulesForm
from engagement.loyalty_rules import rules_for_staff
from engagement.models import LoyaltyProgram

PAGE = "engagement/loyalty_rules.html"


@require(Permission.REWARD_RULES_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def loyalty_rules(request: StaffRequest) -> HttpResponse:
    """Switch the card on, and say what it counts and what that is worth."""
    program = LoyaltyProgram.current()
    form = LoyaltyRulesForm(posted(request), initial=_shown(program))
    context = _context(request, program, form)
    if request.method != "POST":
        return render(request, PAGE, context)
    if not form.is_valid():
        return form_again(request, PAGE, context)
    try:
        edit_loyalty_program(form.rules(), version=form.cleaned_data["version"] or 0, by=request.user)
    except CardsAreNotEmpty:
        form.add_error("kind", _("Somebody has something on their card: it would become something else."))
        return form_again(request, PAGE, context)
    except SomebodyWasFaster:
        return _again_with_news(request, form)
    messages.success(request, _("The rules are saved. What was earned before stays."))
    return redirect("engagement:loyalty_rules")


def _again_with_news(request: StaffRequest, form: LoyaltyRulesForm) -> HttpResponse:
    program = LoyaltyProgram.current()
    now, typed = _shown(program), form.cleaned_data
    differs = [
        (form[name].label, now[name])
        for name in form.fields
        if name != "version" and (now[name] or None) != (typed[name] or None)
    ]
    form.data = {**request.POST.dict(), "version": program.version}
    context = _context(request, program, form) | {"differs": differs}
    return page_or_fragment(request, PAGE, context, fragment="form", status=409)


def _shown(program: LoyaltyProgram) -> dict[str, Any]:
    shown = {name: getattr(program, name) for name in LoyaltyRulesForm.base_fields}
    return shown | {"least_spend": program.least_spend or None}


def _context(request: StaffRequest, program: LoyaltyProgram, form: LoyaltyRulesForm) -> dict[str, Any]:
    rules = rules_for_staff(program, request.shop.currency)
    return {"form": form, "program": program, "rules": rules}
