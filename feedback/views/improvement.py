"""Improvements: the register, one of them, its moves."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.naming import address_of, names_of
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted, stale_form_again
from crm.web.paging import Order, keyset_page
from customers.stale import SomebodyWasFaster
from feedback.actions.improvement import (
    BaselineIsChosen,
    BaselineIsNotOver,
    NotSoYet,
    WhyNotIsMissing,
    add_evidence,
    add_improvement,
    drop_evidence,
    edit_improvement,
    move_improvement,
)
from feedback.actions.improvement_news import listeners_of, missed_by_mail
from feedback.forms.improvement import NAMES, EvidenceForm, ImprovementForm, MoveForm
from feedback.improvement_effect import effect_of
from feedback.improvement_figures import weigh
from feedback.models import Improvement, ImprovementState
from feedback.voices import all_said

LIST = "feedback/improvement_list.html"
PAGE = "feedback/improvement_detail.html"
FORM = "feedback/improvement_edit.html"
NEWEST: Order = ("-pk",)


@require(Permission.IMPROVEMENT_VIEW)
@require_safe
def improvement_list(request: StaffRequest) -> HttpResponse:
    """What is not decided yet, the weightiest first; or those of one state."""
    state = request.GET.get("state", "")
    rows = Improvement.objects.select_related("owner")
    rows = rows.filter(state=state) if state in ImprovementState.values else rows.undecided()
    page = keyset_page(rows, order=NEWEST, after=request.GET.get("after"))
    weights = weigh(page.rows, timezone.now())
    cards = sorted(
        ((row, weights[row.pk]) for row in page.rows), key=lambda card: (-card[1].priority, -card[0].pk)
    )
    context = {"page": page, "cards": cards, "state": state, "states": ImprovementState.choices}
    return page_or_fragment(request, LIST, context, fragment="rows")


@require(Permission.IMPROVEMENT_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def improvement_add(request: StaffRequest) -> HttpResponse:
    """A new one, perhaps because of a text or a theme."""
    because = request.GET.get("because", "")[:80]
    form = ImprovementForm(
        posted(request), initial={"because": because, "title": request.GET.get("title", "")[:120]}
    )
    if request.method != "POST":
        return render(request, FORM, {"form": form})
    if not form.is_valid():
        return form_again(request, FORM, {"form": form})
    typed, by = form.cleaned_data, request.user
    made = only_once(
        typed["once"],
        Improvement,
        lambda: add_improvement(form.change(), because=typed["because"], by=by),
        by=by,
    )
    return redirect("feedback:improvement_detail", made.pk)


@require(Permission.IMPROVEMENT_VIEW)
@require_safe
def improvement_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """What it is, what it rests on, and who wants to hear."""
    return render(request, PAGE, improvement_context(request, _find(pk)))


@require(Permission.IMPROVEMENT_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def improvement_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Other words, another owner."""
    improvement = _find(pk)
    initial = {name: getattr(improvement, name) for name in (*NAMES, "version")}
    form = ImprovementForm(posted(request), initial=initial)
    context = {"form": form, "improvement": improvement}
    if request.method != "POST":
        return render(request, FORM, context)
    if not form.is_valid():
        return form_again(request, FORM, context)
    try:
        edit_improvement(
            improvement, form.change(), version=form.cleaned_data["version"] or 0, by=request.user
        )
    except SomebodyWasFaster:
        improvement.refresh_from_db()
        return stale_form_again(request, FORM, context, form=form, version=improvement.version)
    except BaselineIsChosen:
        form.add_error("baseline_until", _("What it is compared with was chosen before it began, and stays."))
        return form_again(request, FORM, context)
    return redirect("feedback:improvement_detail", pk)


@require(Permission.IMPROVEMENT_WORK)
@require_POST
def improvement_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Planned, under way, done, declined."""
    improvement, form = _find(pk), MoveForm(request.POST)
    if form.is_valid():
        try:
            move_improvement(improvement, by=request.user, **form.cleaned_data)
        except WhyNotIsMissing:
            form.add_error("reason", _("Whoever declines says why."))
        except NotSoYet:
            form.add_error("live_on", _("This day has not come yet."))
        except BaselineIsNotOver:
            form.add_error("live_on", _before_the_end_of(improvement))
        else:
            messages.success(request, _("Written down."))
            return redirect("feedback:improvement_detail", pk)
    return form_again(request, PAGE, improvement_context(request, improvement, move=form), fragment="move")


def _before_the_end_of(improvement: Improvement) -> str:
    day = date_format(improvement.baseline_until or "", "SHORT_DATE_FORMAT")
    return _("It is compared with the days up to %s, and can only be so from then on.") % day


@require(Permission.IMPROVEMENT_WORK)
@require_POST
def improvement_evidence(request: StaffRequest, pk: int) -> HttpResponse:
    """It rests on a theme, or no longer on something."""
    improvement = _find(pk)
    if about := request.POST.get("drop", ""):
        drop_evidence(improvement, about, by=request.user)
        return redirect("feedback:improvement_detail", pk)
    form = EvidenceForm(request.POST)
    if not form.is_valid():
        context = improvement_context(request, improvement, evidence=form)
        return form_again(request, PAGE, context, fragment="evidence")
    add_evidence(improvement, f"feedback.theme:{form.cleaned_data['theme'].pk}", by=request.user)
    return redirect("feedback:improvement_detail", pk)


def improvement_context(request: StaffRequest, improvement: Improvement, **forms: Any) -> dict[str, Any]:
    """What its page shows."""
    keys = list(improvement.evidence.values_list("about", flat=True).order_by("pk"))
    texts, called = all_said(keys, request.user), names_of(keys)
    initial = {"state": improvement.state, "live_on": improvement.live_on, "reason": improvement.reason}
    may_tell = request.user.can(Permission.IMPROVEMENT_TELL)
    missed = list(missed_by_mail(improvement))
    return {
        "improvement": improvement,
        "evidence": [(key, called.get(key, ""), address_of(key), texts.get(key)) for key in keys],
        "weight": weigh([improvement], timezone.now())[improvement.pk],
        "move": forms.get("move") or MoveForm(initial=initial),
        "add": forms.get("evidence") or EvidenceForm(),
        "listeners": listeners_of(improvement, request.user) if may_tell else [],
        "told": improvement.notices.count() - len(missed),
        "missed": missed,
        "effect": effect_of(improvement, timezone.localdate()),
    }


def _find(pk: int) -> Improvement:
    return get_object_or_404(Improvement.objects.select_related("owner", "created_by"), pk=pk)
