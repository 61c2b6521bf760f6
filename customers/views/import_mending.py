"""Typing wrong cells of a file anew, without leaving its preview."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted
from customers.actions.data_import import ImportMovedOn
from customers.actions.import_mending import TooManyAreMended, mend_cells, row_of
from customers.forms.mended_cell import Cell, MendForm, cells_of
from customers.importing.reading import Row
from customers.models import DataImport, ImportState, Outcome
from customers.views.data_import import find_import, moved_on, preview_context

PREVIEW_PAGE, ROW_PAGE = "customers/import_preview.html", "customers/import_row.html"


@require(Permission.IMPORT_RUN)
@require_POST
def import_mend(request: StaffRequest, pk: int) -> HttpResponse:
    """Read the file once more with the cells that were typed."""
    data_import = find_import(request, pk)
    if data_import.state != ImportState.READY:
        return moved_on(request, data_import)
    form = MendForm(cells_of(data_import), request.POST)
    if not form.is_valid():
        return form_again(request, PREVIEW_PAGE, preview_context(data_import, form), fragment="mending")
    return _mend(request, data_import, form)


@require(Permission.IMPORT_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def import_row(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """One row with all its cells, for what no single cell explains."""
    data_import = find_import(request, pk)
    if data_import.state != ImportState.READY:
        return moved_on(request, data_import)
    row = row_of(data_import, number)
    if row is None:
        raise Http404
    if row.problem:
        messages.warning(request, _("This row can only be mended in the file itself. %s") % row.problem)
        return redirect("customers:import_preview", pk)
    form = MendForm(_cells_of_row(data_import, row), posted(request))
    context: dict[str, Any] = {"data_import": data_import, "form": form, "number": number}
    context["reason"] = _why_it_is_left_out(data_import, number)
    if request.method != "POST":
        return page_or_fragment(request, ROW_PAGE, context, fragment="form")
    return _mend(request, data_import, form) if form.is_valid() else form_again(request, ROW_PAGE, context)


def _why_it_is_left_out(data_import: DataImport, number: int) -> str:
    shown = data_import.counts.get("samples", {})
    left_out = (*shown.get(Outcome.REFUSED, ()), *shown.get(Outcome.SET_ASIDE, ()))
    return next((str(sample["reason"]) for sample in left_out if sample["number"] == number), "")


def _cells_of_row(data_import: DataImport, row: Row) -> list[Cell]:
    mapped = data_import.mapping
    return [
        Cell(row.number, position, header, row.cells[position])
        for position, header in enumerate(data_import.headers)
        if mapped.get(header)
    ]


def _mend(request: StaffRequest, data_import: DataImport, form: MendForm) -> HttpResponse:
    try:
        if form.typed:
            mend_cells(data_import, form.typed, by=request.user)
            return redirect("customers:import_progress", data_import.pk)
    except ImportMovedOn:
        return moved_on(request, data_import)
    except TooManyAreMended as problem:
        messages.warning(request, str(problem))
    else:
        messages.warning(request, _("No cell was changed."))
    return redirect("customers:import_preview", data_import.pk)
