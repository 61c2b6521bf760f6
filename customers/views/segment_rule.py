"""A rule put together on a page: conditions and groups come and go by buttons, the count follows."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.shop.guards import StaffRequest, require
from crm.shop.models import User
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted
from customers.actions.segment import NameIsTaken, SegmentWasChanged, edit_rule, save_rule
from customers.forms.segment import NAME_IS_TAKEN, SegmentNameForm
from customers.forms.segment_rule import (
    Draft,
    RuleDrawing,
    draft_from,
    empty_draft,
    named_problems,
    place_after,
    take_step,
)
from customers.models import Customer
from customers.segments.asking import kinds_for
from customers.segments.rule import Part, RuleReader, RuleRefused
from customers.views.segment import find_mine, list_of

PAGE = "customers/segment_rule.html"
COUNT = "customers/_rule_count.html"
SAMPLE = 5


class _Drafted:
    """A draft with what it came to: a rule, or what is wrong with it."""

    def __init__(self, draft: Draft, user: User, *, step: str = "") -> None:
        self.draft, self.step = draft, step
        self.kinds = kinds_for(user)
        self.part: Part | None = None
        self.problems: dict[str, str] = {}
        self.boxes: dict[str, str] = {}
        try:
            self.part = RuleReader(self.kinds).read(draft)
        except RuleRefused as refused:
            self.problems, self.boxes = refused.problems, refused.boxes

    def context(self, request: StaffRequest, *, is_telling: bool = True) -> dict[str, Any]:
        """The page; what is wrong is said beside each condition once somebody asked."""
        told = self.problems if is_telling else {}
        going_on = place_after(self.draft, self.step) if ":" in self.step else ""
        drawing = RuleDrawing(self.kinds, told, self.boxes, going_on=going_on)
        return {
            "group": drawing.group(self.draft),
            "menu": drawing.menu,
            "problems": named_problems(self.draft, self.kinds, told),
            **self.counted(request),
        }

    def counted(self, request: StaffRequest) -> dict[str, Any]:
        """How many match, some of them, and the rule as a sentence."""
        if self.part is None:
            named = named_problems(self.draft, self.kinds, self.problems)
            return {"waits_for": next((sentence for _place, sentence in named), "")}
        people = Customer.objects.visible_to(request.user).filter(self.part.meaning)
        return {
            "sentence": self.part.said,
            "count": people.count(),
            "sample": list(people.order_by("pk").prefetch_related("phones")[:SAMPLE]),
        }


def _drafted(request: StaffRequest) -> _Drafted:
    step = request.POST.get("do", "")
    return _Drafted(take_step(draft_from(request.POST), step, request.POST), request.user, step=step)


@require(Permission.CUSTOMER_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def segment_rule_add(request: StaffRequest) -> HttpResponse:
    """A new list by a rule; a step of the building changes nothing but the page."""
    form = SegmentNameForm(posted(request), user=request.user)
    if request.method != "POST":
        drafted = _Drafted(empty_draft(), request.user)
        return render(request, PAGE, {"form": form, **drafted.context(request, is_telling=False)})
    drafted = _drafted(request)
    if request.POST.get("do") != "save":
        form = SegmentNameForm(initial=request.POST.dict(), user=request.user)
        return _built(request, {"form": form, **drafted.context(request, is_telling=False)})
    if drafted.part and form.is_valid():
        name, rule = form.cleaned_data["name"], drafted.part.kept
        try:
            segment = save_rule(name, rule=rule, is_shared=form.is_to_be_shared, by=request.user)
        except NameIsTaken:
            form.add_error("name", NAME_IS_TAKEN)
        else:
            messages.success(request, _("The list “%s” is saved.") % segment.name)
            return list_of(segment.query, segment)
    return form_again(request, PAGE, {"form": form, **drafted.context(request)}, fragment="rule")


@require(Permission.CUSTOMER_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def segment_rule_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Another rule for the same list."""
    segment = find_mine(request, pk)
    if segment.rule is None:
        return redirect("customers:segment_edit", pk)
    if request.method != "POST":
        return render(
            request, PAGE, {"segment": segment, **_Drafted(segment.rule, request.user).context(request)}
        )
    drafted = _drafted(request)
    context = {"segment": segment, **drafted.context(request, is_telling=request.POST.get("do") == "save")}
    if request.POST.get("do") != "save":
        return _built(request, context)
    if drafted.part is None:
        return form_again(request, PAGE, context, fragment="rule")
    try:
        edit_rule(segment, rule=drafted.part.kept, version=_version_seen(request), by=request.user)
    except SegmentWasChanged:
        return page_or_fragment(request, PAGE, {**context, "is_stale": True}, fragment="rule", status=409)
    messages.success(request, _("The list “%s” is saved.") % segment.name)
    return list_of(segment.query, segment)


def _version_seen(request: StaffRequest) -> int:
    written = request.POST.get("version", "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else 0


def _built(request: StaffRequest, context: dict[str, Any]) -> HttpResponse:
    return page_or_fragment(request, PAGE, context, fragment="rule")


@require(Permission.CUSTOMER_VIEW)
@require_POST
def segment_rule_count(request: StaffRequest) -> HttpResponse:
    """How many the rule that is being built finds now; nothing is kept."""
    return render(request, COUNT, _Drafted(draft_from(request.POST), request.user).counted(request))
