"""Taking an import back: what would happen, and what did."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.paging import keyset_page
from customers.actions.data_import import ImportMovedOn, custom_labels
from customers.actions.import_jobs import request_undo
from customers.actions.import_undo import (
    MOST_PEOPLE,
    MOST_PURCHASES,
    TooLateToUndo,
    can_be_undone,
    foretell,
    undo_until,
)
from customers.actions.import_undo_people import EDITED, MERGED, OTHER_FILE, USED
from customers.importing.taking_back import CUSTOM
from customers.models import Customer, ImportState, Merge
from customers.views.data_import import find_import, moved_on, page_of
from customers.views.import_changes import field_label

SHOWN = 50
Kept = tuple[Customer, list[str]]


@require(Permission.IMPORT_RUN)
@require_safe
def import_undo(request: StaffRequest, pk: int) -> HttpResponse:
    """What taking the file back would do: who goes, who is as before, and what stays."""
    data_import = find_import(request, pk)
    if not can_be_undone(data_import):
        return (
            _too_late(request) if data_import.state == ImportState.APPLIED else redirect(page_of(data_import))
        )
    foretold = foretell(data_import)
    shown = sorted(foretold.kept)[:SHOWN]
    context = {
        "data_import": data_import,
        "foretold": foretold,
        "most": (MOST_PEOPLE, MOST_PURCHASES),
        "counts": foretold.counts,
        "until": undo_until(data_import),
        "kept": _with_words((number, foretold.kept[number]) for number in shown),
        "more": len(foretold.kept) - len(shown),
    }
    return render(request, "customers/import_undo.html", context)


def _too_late(request: StaffRequest) -> HttpResponse:
    messages.warning(request, _("This file cannot be taken back any more."))
    return redirect("customers:import_list")


@require(Permission.IMPORT_RUN)
@require_POST
def import_undo_start(request: StaffRequest, pk: int) -> HttpResponse:
    """Take it back in the background; asking again goes on."""
    data_import = find_import(request, pk)
    try:
        request_undo(data_import, by=request.user)
    except TooLateToUndo:
        return _too_late(request)
    except ImportMovedOn:
        return moved_on(request, data_import)
    return redirect("customers:import_progress", pk)


@require(Permission.IMPORT_RUN)
@require_safe
def import_undone(request: StaffRequest, pk: int) -> HttpResponse:
    """What was taken back, and what stayed, person by person."""
    data_import = find_import(request, pk)
    if data_import.state != ImportState.UNDONE:
        return redirect(page_of(data_import))
    stayed = data_import.people.filter(kept__isnull=False)
    page = keyset_page(stayed, order=("customer_id",), after=request.GET.get("after"), size=SHOWN)
    kept = _with_words((line.customer_id, line.kept or {}) for line in page.rows)
    context = {"data_import": data_import, "counts": data_import.counts["undo"], "page": page, "kept": kept}
    return render(request, "customers/import_undone.html", context)


def _with_words(kept: Iterable[tuple[int, Mapping[str, Any]]]) -> list[Kept]:
    """Customers with what stays of them, in words."""
    stays, labels = dict(kept), custom_labels()
    customers = Customer.objects.prefetch_related("phones").in_bulk(stays)
    merges = Merge.objects.standing().filter(gone_number__in=stays).select_related("kept")
    customers |= {merge.gone_number: merge.kept for merge in merges.prefetch_related("kept__phones")}
    return [(customers[pk], list(_words(why, labels))) for pk, why in stays.items() if pk in customers]


def _words(kept: Mapping[str, Any], labels: Mapping[str, str]) -> Iterator[str]:
    reasons = {
        EDITED: _("Somebody has changed them since: they stay."),
        USED: _("Something has happened with them since: they stay."),
        OTHER_FILE: _("Another file has changed them since: they stay."),
        MERGED: _("They were put together with another record since: what this file said stays in that."),
    }
    if why := kept.get("why"):
        yield reasons[why]
    if fields := kept.get("fields"):
        names = ", ".join(_field(name, labels) for name in fields)
        yield _("Changed since, and stays: %(fields)s") % {"fields": names}
    if kept.get("no"):
        yield _("Their no to mail or calls stays.")
    if purchases := kept.get("purchases"):
        words = ngettext(
            "%d purchase was changed or used since, and stays.",
            "%d purchases were changed or used since, and stay.",
            purchases,
        )
        yield words % purchases


def _field(name: str, labels: Mapping[str, str]) -> str:
    key = name.removeprefix(CUSTOM)
    return labels.get(key, key) if name.startswith(CUSTOM) else field_label(name)
