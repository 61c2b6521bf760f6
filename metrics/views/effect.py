"""Did it help? Everything the shop changed or sent, with its verdict."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.naming import address_of, names_of
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment
from crm.web.paging import Order, keyset_page
from customers.stale import SomebodyWasFaster
from metrics.actions.programme_cost import edit_programme_cost
from metrics.effects.campaign import CampaignEffect
from metrics.effects.keeping import effect_of
from metrics.effects.profit import cost_of, profit_of
from metrics.effects.shown import TONES
from metrics.effects.subject import KINDS, Subject, place_of, subject_of
from metrics.effects.telling import tell, verdict_words
from metrics.forms.programme_cost import NAMES, ProgrammeCostForm
from metrics.models import MeasuredEffect, ProgrammeCost, ValueRules

PAGE = "metrics/effect_detail.html"
NEWEST: Order = ("-since", "-id")


@require(Permission.METRIC_VIEW)
@require_safe
def effect_list(request: StaffRequest) -> HttpResponse:
    """The newest first, as the clock last worked them out."""
    page = keyset_page(MeasuredEffect.objects.all(), order=NEWEST, after=request.GET.get("after"), size=25)
    names = names_of(row.about for row in page.rows)
    lines = [_line(row, names.get(row.about, "")) for row in page.rows]
    context = {"page": page, "lines": lines}
    return page_or_fragment(request, "metrics/effect_list.html", context, fragment="rows")


def _line(row: MeasuredEffect, name: str) -> dict[str, Any]:
    kind, pk = place_of(row.about)
    tones: dict[str, str] = {verdict.value: tone for verdict, tone in TONES.items()}
    return {
        "row": row,
        "kind": kind,
        "pk": pk,
        "name": name,
        "kind_words": KINDS[kind][1],
        "verdict": verdict_words(row.verdict),
        "tone": tones.get(row.verdict, ""),
    }


@require(Permission.METRIC_VIEW)
@require_safe
def effect_detail(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    """Worked out now: both sides, their difference, and what it does not prove."""
    return render(request, PAGE, _context(request, _subject(kind, pk)))


@require(Permission.SETTINGS_EDIT)
@require_POST
def effect_cost(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    """Say what a campaign cost."""
    subject = _subject(kind, pk)
    if subject.kind == "improvement":
        raise Http404
    form = ProgrammeCostForm.of(_cost(subject), request.POST)
    if not form.is_valid():
        return form_again(request, PAGE, _context(request, subject) | {"form": form}, fragment="cost")
    version = form.cleaned_data["version"] or 0
    try:
        edit_programme_cost(subject.key, form.costs, version=version, by=request.user)
    except SomebodyWasFaster:
        return _again_with_news(request, subject, form)
    messages.success(request, _("Saved."))
    return redirect("metrics:effect_detail", kind, pk)


def _again_with_news(request: StaffRequest, subject: Subject, form: ProgrammeCostForm) -> HttpResponse:
    cost = _cost(subject)
    form.data = {**request.POST.dict(), "version": cost.version}
    differs = [(form[name].label, getattr(cost, name)) for name in NAMES]
    context = _context(request, subject) | {"form": form, "differs": differs}
    return page_or_fragment(request, PAGE, context, fragment="cost", status=409)


def _subject(kind: str, pk: int) -> Subject:
    subject = subject_of(kind, pk)
    if subject is None:
        raise Http404
    return subject


def _cost(subject: Subject) -> ProgrammeCost:
    found = ProgrammeCost.objects.filter(about=subject.key).first()
    return found or ProgrammeCost(about=subject.key)


def _context(request: StaffRequest, subject: Subject) -> dict[str, Any]:
    effect = effect_of(subject, timezone.now(), request.shop.currency)
    context: dict[str, Any] = {
        "subject": subject,
        "told": tell(effect, request.shop.currency),
        "address": address_of(subject.key),
    }
    if isinstance(effect, CampaignEffect):
        cost, rules = _cost(subject), ValueRules.current()
        profit = profit_of(effect, cost, rules)
        context |= {"cost": cost_of(effect, cost), "vouchers": effect.vouchers, "profit": profit}
        context |= {"form": ProgrammeCostForm.of(cost), "customers": effect.customers}
        context |= {"days": effect.days, "is_by_lot": effect.held_out is not None}
    return context
