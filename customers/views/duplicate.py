"""Who may stand here twice: the queue, and what somebody says about each pair."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.paging import keyset_page
from customers.actions.duplicate import judge_duplicate, who_stays
from customers.actions.duplicate_jobs import is_merging, last_look, look_now, merge_exact_later
from customers.likeness import WORDS, is_exact, is_household
from customers.models import Duplicate, Verdict

PAGE = "customers/duplicate_list.html"
SIZE = 20


@require(Permission.CUSTOMER_MERGE)
@require_safe
def duplicate_list(request: StaffRequest) -> HttpResponse:
    """The likeliest first, with what speaks for it and against it."""
    only_exact = request.GET.get("only") == "exact"
    pairs = Duplicate.objects.open()
    exact_count = pairs.exact().count()
    people = (pairs.exact() if only_exact else pairs).with_people()
    page = keyset_page(people, order=("-strength", "pk"), after=request.GET.get("after"), size=SIZE)
    context = {
        "page": page,
        "pairs": [_told(pair) for pair in page.rows],
        "only_exact": only_exact,
        "exact_count": exact_count,
        "look": last_look(),
        "is_merging": is_merging(),
    }
    return render(request, PAGE, context)


def _told(pair: Duplicate) -> dict[str, Any]:
    kept, gone = who_stays(pair.first, pair.second)
    return {
        "pair": pair,
        "kept": kept,
        "gone": gone,
        "reasons": [WORDS[reason] for reason in pair.reasons if reason in WORDS],
        "is_exact": is_exact(pair.reasons),
        "is_household": is_household(pair.reasons),
    }


@require(Permission.CUSTOMER_MERGE)
@require_POST
def duplicate_judge(request: StaffRequest, pk: int) -> HttpResponse:
    """Not the same person; or one household."""
    pair = get_object_or_404(Duplicate.objects.select_related("first", "second"), pk=pk)
    verdict = request.POST.get("verdict", "")
    if verdict not in Verdict.values:
        return HttpResponseBadRequest()
    judge_duplicate(pair, verdict=verdict, by=request.user)
    names = {"one": pair.first, "other": pair.second}
    messages.success(request, _("Remembered: %(one)s and %(other)s are two people.") % names)
    return redirect("customers:duplicate_list")


@require(Permission.CUSTOMER_MERGE)
@require_POST
def duplicate_merge_exact(request: StaffRequest) -> HttpResponse:
    """All exact matches at once, in the background."""
    merge_exact_later(by=request.user)
    messages.success(request, _("Exact matches are being put together. Each can be taken apart again."))
    return redirect("customers:duplicate_list")


@require(Permission.CUSTOMER_MERGE)
@require_POST
def duplicate_look(request: StaffRequest) -> HttpResponse:
    """Compare everybody now, instead of tonight."""
    look_now(by=request.user)
    messages.success(request, _("Everybody is being compared. Please come back in a minute."))
    return redirect("customers:duplicate_list")
