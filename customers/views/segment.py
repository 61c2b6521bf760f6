"""Saved lists: made from the list itself, seen and tidied here."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted
from crm.web.paging import capped_count, in_one_piece
from customers.actions.segment import (
    NameIsTaken,
    SegmentIsNeeded,
    SegmentWasChanged,
    delete_segment,
    edit_segment,
    requery_segment,
    save_segment,
)
from customers.forms.segment import NAME_IS_TAKEN, SegmentForm, SegmentNameForm, understood_query
from customers.listing import Listing
from customers.models import Customer, Segment
from customers.segments.asking import sentence_of
from customers.segments.changes import changes_of, lately

LIST_PAGE = "customers/segment_list.html"
FORM_PAGE = "customers/segment_form.html"
MOST_SHOWN = 40


def list_of(query: str, segment: Segment | None = None) -> HttpResponseRedirect:
    """To the list that a saved list opens."""
    beside = urlencode({"segment": segment.pk}) if segment else ""
    return redirect(f"{reverse('customers:customer_list')}?{'&'.join(filter(None, (query, beside)))}")


def find_mine(request: StaffRequest, pk: int) -> Segment:
    """One that this person may change; 404 when they do not even see it."""
    segment = get_object_or_404(Segment.objects.visible_to(request.user), pk=pk)
    if not segment.may_be_changed_by(request.user):
        raise PermissionDenied
    return segment


@require(Permission.CUSTOMER_VIEW)
@require_safe
def segment_list(request: StaffRequest) -> HttpResponse:
    """All saved lists with what they ask and how many match, counted up to a thousand."""
    people = Customer.objects.visible_to(request.user)
    shown, moved = [], lately()
    segments = in_one_piece(Segment.objects.visible_to(request.user).select_related("owner"))
    for segment in segments[:MOST_SHOWN]:
        listing = Listing(segment.query)
        count = capped_count(listing.matching(people))
        is_mine = segment.may_be_changed_by(request.user)
        came_and_left = moved.get(segment.pk, (0, 0))
        shown.append((segment, listing, count, is_mine, sentence_of(segment), came_and_left))
    return render(request, LIST_PAGE, {"shown": shown})


@require(Permission.CUSTOMER_VIEW)
@require_safe
def segment_changes(request: StaffRequest, pk: int) -> HttpResponse:
    """Who came into a list and who left it lately, as the clock has seen it."""
    segment = get_object_or_404(Segment.objects.visible_to(request.user), pk=pk)
    context = {"segment": segment, "changes": changes_of(segment), "sentence": sentence_of(segment)}
    return render(request, "customers/segment_changes.html", context)


@require(Permission.CUSTOMER_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def segment_add(request: StaffRequest) -> HttpResponse:
    """Keep a list under a name."""
    form = SegmentForm(posted(request), user=request.user, initial={"query": request.GET.get("query", "")})
    if request.method != "POST":
        return render(request, FORM_PAGE, {"form": form})
    if form.is_valid():
        try:
            cleaned = form.cleaned_data
            segment = save_segment(
                cleaned["name"], query=cleaned["query"], is_shared=form.is_to_be_shared, by=request.user
            )
        except NameIsTaken:
            form.add_error("name", NAME_IS_TAKEN)
        else:
            messages.success(request, _("The list “%s” is saved.") % segment.name)
            return list_of(segment.query, segment)
    return form_again(request, FORM_PAGE, {"form": form})


@require(Permission.CUSTOMER_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def segment_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Another name, shared or not, or away with it."""
    segment = find_mine(request, pk)
    # A rule is its own part.
    query = "" if segment.rule else segment.query
    initial = {"name": segment.name, "is_shared": segment.is_shared, "query": query}
    form = SegmentNameForm(posted(request), user=request.user, initial=initial)
    context: dict[str, Any] = {"form": form, "segment": segment}
    if request.method != "POST":
        return render(request, FORM_PAGE, context)
    if form.is_valid():
        is_shared = form.is_to_be_shared if "is_shared" in form.fields else segment.is_shared
        try:
            edit_segment(segment, name=form.cleaned_data["name"], is_shared=is_shared, by=request.user)
        except NameIsTaken:
            form.add_error("name", NAME_IS_TAKEN)
        else:
            return redirect("customers:segment_list")
    return form_again(request, FORM_PAGE, context)


@require(Permission.CUSTOMER_VIEW)
@require_POST
def segment_requery(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a saved list ask what the list now asks."""
    segment = find_mine(request, pk)
    try:
        query = understood_query(request.POST.get("query", "")[:4000], by=request.user)
        if segment.rule is not None and Listing(query).filter.query != Listing(segment.query).filter.query:
            raise ValidationError(_("What a rule asks is changed on its own page."))
        segment = requery_segment(segment, query=query, seen=request.POST.get("seen", ""), by=request.user)
    except ValidationError as problem:
        raise Http404("; ".join(problem.messages)) from problem
    except SegmentWasChanged:
        messages.warning(request, _("A colleague has just changed this list. Here is what it asks now."))
        segment.refresh_from_db()
    else:
        messages.success(request, _("The list “%s” is saved.") % segment.name)
    return list_of(segment.query, segment)


@require(Permission.CUSTOMER_VIEW)
@require_POST
def segment_delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Forget a saved list."""
    segment = find_mine(request, pk)
    try:
        delete_segment(segment, by=request.user)
    except SegmentIsNeeded as needed:
        messages.error(request, _("“%(name)s” is still needed. %(why)s") % {"name": segment, "why": needed})
        return redirect("customers:segment_edit", pk)
    messages.success(request, _("The list “%s” is forgotten. Nobody in it was touched.") % segment.name)
    return redirect("customers:segment_list")
