"""Two records of one person: side by side, put together, taken apart again."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted
from crm.web.paging import keyset_page
from customers.actions.merge import CannotBeMerged, ChangedSinceSeen, merge_customers
from customers.actions.merge_undo import CannotBeTakenApart, undo_merge, why_not_apart
from customers.comparing import compare, what_differs
from customers.forms.merge import MergeForm, OtherRecordForm, versions_of
from customers.merging.looking_back import edited_since, gone_name, later_lines, with_gone_names
from customers.models import Customer, Merge

COMPARE_PAGE = "customers/merge_compare.html"
PICK_PAGE = "customers/merge_pick.html"


@require(Permission.CUSTOMER_MERGE)
@require_http_methods(["GET", "HEAD", "POST"])
def merge_pick(request: StaffRequest, pk: int) -> HttpResponse:
    """Which other record is the same person?"""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    form = OtherRecordForm(posted(request), user=request.user)
    context = {"customer": customer, "form": form}
    if request.method != "POST":
        return render(request, PICK_PAGE, context)
    if form.is_valid():
        other = form.cleaned_data["other"]
        if other.pk != customer.pk:
            return redirect("customers:merge_compare", customer.pk, other.pk)
        form.add_error("other", _("That is the very same record."))
    return form_again(request, PICK_PAGE, context)


@require(Permission.CUSTOMER_MERGE)
@require_http_methods(["GET", "HEAD", "POST"])
def merge_compare(request: StaffRequest, pk: int, other: int) -> HttpResponse:
    """Both side by side, a choice for each field, and the button that makes one of the two."""
    if pk != other and (merge := Merge.objects.standing().filter(kept=pk, gone_number=other).first()):
        return redirect("customers:merge_detail", merge.pk)
    both = _find_both(request, pk, other)
    kept, gone = (get_object_or_404(both, pk=number) for number in (pk, other))
    compared = compare(kept, gone)
    differences = what_differs(compared)
    now = versions_of(kept, gone)
    form = MergeForm(posted(request), differences=differences, initial={"versions": now})
    same = [each for each in compared if each not in differences]
    context: dict[str, Any] = {"kept": kept, "gone": gone, "form": form, "same": same}
    if request.method != "POST":
        return render(request, COMPARE_PAGE, context)
    if not form.is_valid():
        return form_again(request, COMPARE_PAGE, context)
    if form.cleaned_data["versions"] != now:
        return _changed_meanwhile(request, form, now, context)
    return _merge(request, kept, gone, form.choices())


def _merge(request: StaffRequest, kept: Customer, gone: Customer, choices: dict[str, str]) -> HttpResponse:
    try:
        merge = merge_customers(kept, gone, choices=choices, by=request.user, as_seen=True)
    except ChangedSinceSeen:
        return merge_compare(request, kept.pk, gone.pk)
    except CannotBeMerged as refusal:
        messages.error(request, refusal.sentence)
        known = Merge.objects.standing().filter(gone_number__in=(kept.pk, gone.pk)).first()
        return redirect("customers:merge_detail", known.pk) if known else redirect("customers:merge_list")
    messages.success(request, _("Two records are one now: %(name)s.") % {"name": merge.kept})
    return redirect("customers:merge_detail", merge.pk)


def _find_both(request: StaffRequest, pk: int, other: int) -> Any:
    people = Customer.objects.visible_to(request.user).filter(pk__in={pk, other} if pk != other else ())
    counted = people.annotate(lines=Count("interactions", filter=Q(interactions__withdrawn_at=None)))
    return counted.select_related("household", "looked_after_by").prefetch_related("phones", "emails")


def _changed_meanwhile(
    request: StaffRequest, form: MergeForm, now: str, context: dict[str, Any]
) -> HttpResponse:
    """Somebody edited one of them: look again before two become one."""
    form.data = {**request.POST.dict(), "versions": now}
    context |= {"is_stale": True}
    return page_or_fragment(request, COMPARE_PAGE, context, fragment="form", status=409)


@require(Permission.CUSTOMER_MERGE)
@require_safe
def merge_list(request: StaffRequest) -> HttpResponse:
    """Whom we put together lately, and what can still be undone."""
    merges = Merge.objects.select_related("kept", "by", "undone_by")
    page = keyset_page(merges, order=("-at", "-pk"), after=request.GET.get("after"), size=20)
    context = {"page": page, "merges": with_gone_names(page.rows)}
    return render(request, "customers/merge_list.html", context)


@require(Permission.CUSTOMER_MERGE)
@require_safe
def merge_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """What was put together, what would come apart again, and what would stay."""
    return render(request, "customers/merge_detail.html", _told(_find(pk)))


@require(Permission.CUSTOMER_MERGE)
@require_POST
def merge_undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Give the other record back with all that was its own."""
    merge = _find(pk)
    try:
        gone = undo_merge(merge, by=request.user)
    except CannotBeTakenApart as refusal:
        messages.error(request, refusal.sentence)
        return redirect("customers:merge_detail", merge.pk)
    messages.success(
        request, _("They are two again: %(one)s and %(other)s.") % {"one": merge.kept, "other": gone}
    )
    return redirect("customers:merge_detail", merge.pk)


def _find(pk: int) -> Merge:
    return get_object_or_404(Merge.objects.select_related("kept", "by", "undone_by"), pk=pk)


def _told(merge: Merge) -> dict[str, Any]:
    return {
        "merge": merge,
        "gone_name": gone_name(merge),
        "why_not": "" if merge.undone_at else why_not_apart(merge),
        "edited": edited_since(merge),
        "later": later_lines(merge),
    }
