"""Writing on the timeline, correcting it, taking a line back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import asks_for_part, form_again, fragment_or_redirect, page_or_fragment, posted
from customers.actions.interaction import (
    edit_interaction,
    log_interaction,
    pin_interaction,
    restore_line,
    withdraw_line,
)
from customers.actions.referral import NotAReferral, record_referral
from customers.conflict import conflict_of
from customers.forms.interaction import InteractionForm
from customers.key_figures import key_figures
from customers.line import line_of
from customers.models import Customer, Interaction, Revision
from customers.stale import SomebodyWasFaster
from customers.timeline import Place, stream_of

PAGE = "customers/interaction_form.html"
LINE = "customers/_timeline_line.html"


@require(Permission.INTERACTION_LOG)
@require_http_methods(["GET", "HEAD", "POST"])
def interaction_log(request: StaffRequest, pk: int) -> HttpResponse:
    """Log what has just happened: a kind and Save are enough."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    initial = {"kind": request.GET.get("kind", "visit")}
    form = InteractionForm(posted(request), user=request.user, initial=initial)
    context = {"form": form, "customer": customer}
    if request.method != "POST":
        return render(request, PAGE, context)
    if not form.is_valid():
        return form_again(request, PAGE, context)
    try:
        line = only_once(
            form.cleaned_data["once"], Interaction, lambda: _log(request, customer, form), by=request.user
        )
    except NotAReferral as wrong:
        form.add_error("sent_by", wrong.sentence)
        return form_again(request, PAGE, context)
    return _logged(request, customer, line)


def _log(request: StaffRequest, customer: Customer, form: InteractionForm) -> Interaction:
    """The line, and who sent them if somebody asked."""
    advocate = form.cleaned_data["sent_by"]
    if advocate is not None and request.user.can(Permission.REFERRAL_RECORD):
        record_referral(customer, advocate=advocate, way=form.way, by=request.user)
    return log_interaction(customer, form.entry(), by=request.user)


def _logged(request: StaffRequest, customer: Customer, line: Interaction) -> HttpResponse:
    """htmx: an empty composer, the stream with the new line in its place, and its undo; others: the page."""
    place = Place(show=request.POST.get("show", ""))
    if not request.htmx:
        return redirect(_page_at(customer, place))
    customer.refresh_from_db()
    stream = stream_of(customer, place, request.user)
    timeline = stream["timeline"]
    context = {
        **stream,
        "form": InteractionForm(initial={"kind": "visit"}),
        "figures": key_figures(customer),
        "is_filtered_out": not timeline.admits(line),
        "is_further_down": timeline.admits(line) and not timeline.line(line),
        "line": timeline.line(line) or line_of(line, request.user),
        "is_beside": True,
    }
    return render(request, f"{PAGE}#logged", context)


def _page_at(customer: Customer, place: Place) -> str:
    """The customer's page under the chip that was chosen."""
    address = reverse("customers:customer_detail", args=[customer.pk])
    return f"{address}?{urlencode({'show': place.show})}#stream" if place.show else address


def _find(request: StaffRequest, pk: int) -> Interaction:
    lines = Interaction.objects.filter(customer__in=Customer.objects.visible_to(request.user))
    return get_object_or_404(lines.select_related("customer", "staff", "location"), pk=pk)


def _find_own(request: StaffRequest, pk: int) -> Interaction:
    """A line that this person may correct: their own, or any by right; never one with a source."""
    line = _find(request, pk)
    may = line.staff_id == request.user.pk or request.user.can(Permission.INTERACTION_CORRECT_ANY)
    if line.about or not may:
        raise PermissionDenied
    return line


@require(Permission.INTERACTION_LOG)
@require_http_methods(["GET", "HEAD", "POST"])
def interaction_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct a line; what it said before stays below the form."""
    line = _find_own(request, pk)
    form = InteractionForm(posted(request), line=line)
    context: dict[str, Any] = {
        "form": form,
        "customer": line.customer,
        "line": line,
        "history": _history(line),
    }
    if request.method != "POST":
        return render(request, PAGE, context)
    if not form.is_valid():
        return form_again(request, PAGE, context)
    version = form.cleaned_data["version"] or 0
    try:
        edit_interaction(line, form.entry(), version=version, by=request.user)
    except SomebodyWasFaster as faster:
        return _show_conflict(request, line, faster, context)
    return redirect("customers:customer_detail", line.customer_id)


def _history(line: Interaction) -> list[Revision]:
    about = f"{line._meta.label_lower}:{line.pk}"
    return list(Revision.objects.filter(about=about).select_related("by")[:50])


def _show_conflict(
    request: StaffRequest, line: Interaction, faster: SomebodyWasFaster, context: dict[str, Any]
) -> HttpResponse:
    fresh = _find(request, line.pk)
    form = context["form"]
    form.data = {**form.data.dict(), "version": fresh.version}
    return page_or_fragment(
        request, PAGE, context | {"conflict": conflict_of(fresh, faster)}, fragment="form", status=409
    )


@require(Permission.INTERACTION_LOG)
@require_POST
def interaction_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a line back; "put back" stands where it was."""
    line = withdraw_line(_find_own(request, pk), by=request.user)
    return _stream_again(request, line) or _line_again(request, line, fragment="withdrawn")


@require(Permission.INTERACTION_LOG)
@require_POST
def interaction_restore(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a line back that was taken away."""
    line = restore_line(_find_own(request, pk), by=request.user)
    return _line_again(request, line, fragment="line")


@require(Permission.INTERACTION_LOG)
@require_POST
def interaction_pin(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep a line on top, or let it go."""
    line = pin_interaction(_find(request, pk), pinned=request.POST.get("pinned") == "1", by=request.user)
    return _stream_again(request, line) or _line_again(request, line, fragment="line")


def _stream_again(request: StaffRequest, line: Interaction) -> HttpResponse | None:
    """The whole stream, for whoever sent their place in it: the line may stand elsewhere, or twice."""
    if not asks_for_part(request) or "show" not in request.POST:
        return None
    context = stream_of(line.customer, Place.of(request.POST), request.user)
    context["figures"] = key_figures(line.customer)
    return page_or_fragment(request, PAGE, context, fragment="stream_again")


def _line_again(request: StaffRequest, line: Interaction, *, fragment: str) -> HttpResponse:
    return fragment_or_redirect(
        request,
        LINE,
        {"line": line_of(line, request.user), "customer": line.customer, "is_answer": True},
        fragment=fragment,
        to="customers:customer_detail",
        args=[line.customer_id],
    )
