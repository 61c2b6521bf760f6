"""For how long things are kept: one card for each kind, off until somebody decides."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.shop.guards import StaffRequest, require, sudo
from crm.shop.permissions import Permission
from crm.web.answers import form_again
from crm.web.paging import CappedCount, capped_count
from customers.actions.keeping import decide, rule_of
from customers.forms.keeping import KeepingForm
from customers.keeping.rules import Keeping, all_keepings
from customers.models import KeepingRule
from customers.stale import SomebodyWasFaster

PAGE = "customers/keeping_rules.html"
NAMES_SHOWN = 10


@dataclass
class Card:
    """One kind of thing on the page, and what a rule would let go of now, if somebody asked."""

    keeping: Keeping
    rule: KeepingRule
    form: KeepingForm
    count: CappedCount | None = None
    names: tuple[str, ...] = ()


@require(Permission.PRIVACY_RULES_EDIT)
@require_safe
def keeping_rules(request: StaffRequest) -> HttpResponse:
    """All kinds of things that can be let go of."""
    return render(request, PAGE, {"cards": [_card(keeping) for keeping in all_keepings().values()]})


@require(Permission.PRIVACY_RULES_EDIT)
@sudo
@require_POST
def keeping_decide(request: StaffRequest, key: str) -> HttpResponse:
    """Save one rule, or show first what it would let go of."""
    keeping = all_keepings().get(key)
    if keeping is None:
        raise Http404
    form = KeepingForm(keeping, request.POST)
    if not form.is_valid():
        return form_again(request, PAGE, {"cards": _cards_with(keeping, form)})
    if "preview" in request.POST:
        return render(request, PAGE, {"cards": _cards_with(keeping, form, is_preview=True)})
    answers = form.cleaned_data
    try:
        decide(
            keeping,
            is_on=answers["is_on"],
            days=answers["days"],
            version=answers["version"] or 0,
            by=request.user,
        )
    except SomebodyWasFaster:
        messages.error(request, _("Somebody was faster: this is how it stands now."))
        return render(request, PAGE, {"cards": [_card(each) for each in all_keepings().values()]}, status=409)
    messages.success(request, _("Saved. A rule that was switched on begins tomorrow."))
    return redirect("customers:keeping_rules")


def _card(keeping: Keeping) -> Card:
    rule = rule_of(keeping)
    shown = {"is_on": rule.is_on, "days": rule.days, "version": rule.version}
    return Card(keeping, rule, KeepingForm(keeping, initial=shown))


def _cards_with(keeping: Keeping, form: KeepingForm, *, is_preview: bool = False) -> list[Card]:
    """The page as it was typed; the others as they are kept."""
    cards = [_card(each) for each in all_keepings().values()]
    for card in cards:
        if card.keeping is keeping:
            card.form = form
            if is_preview:
                _look_ahead(card, form.cleaned_data["days"])
    return cards


def _look_ahead(card: Card, days: int) -> None:
    old = card.keeping.older_than(timezone.now() - timedelta(days=days))
    card.count = capped_count(old)
    card.names = tuple(str(row) for row in old[:NAMES_SHOWN])
