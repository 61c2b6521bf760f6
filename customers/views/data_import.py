"""An import from file to result: bring it, explain it, look at its effect, apply it."""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import asks_for_part, form_again, page_or_fragment
from crm.web.paging import keyset_page
from crm.web.spreadsheet import guarded
from customers.actions import data_import as imports
from customers.actions.import_jobs import job_of, request_import, request_preview
from customers.actions.import_ledger import left_out_rows
from customers.actions.import_undo import can_be_undone, undo_until
from customers.forms.data_import import MappingForm, UploadForm
from customers.forms.mended_cell import MendForm, cells_of
from customers.importing.added_columns import added_headers, own_headers
from customers.importing.format import Format
from customers.importing.formats import FORMATS, GENERIC_CUSTOMERS
from customers.importing.needless import needless_headers
from customers.importing.refusal import FileRefused
from customers.models import Customer, DataImport, ImportRow, ImportState, Outcome, Purchase
from customers.views.import_changes import Change, samples_with_customers, worded_changes

LIST_PAGE = "customers/import_list.html"
MAP_PAGE = "customers/import_map.html"
PROGRESS_PAGE = "customers/import_progress.html"


def find_import(request: StaffRequest, pk: int) -> DataImport:
    """The import that this page is about."""
    seen = DataImport.objects.visible_to(request.user).select_related("file", "created_by", "applied_by")
    return get_object_or_404(seen, pk=pk)


def page_of(data_import: DataImport) -> str:
    """The page where this import stands now."""
    pages = {
        ImportState.UPLOADED: "import_map",
        ImportState.PREVIEWING: "import_progress",
        ImportState.READY: "import_preview",
        ImportState.APPLYING: "import_progress",
        ImportState.APPLIED: "import_result",
        ImportState.FAILED: "import_map",
        ImportState.UNDOING: "import_progress",
        ImportState.UNDONE: "import_undone",
    }
    page = pages.get(ImportState(data_import.state))
    return reverse(f"customers:{page}", args=[data_import.pk]) if page else reverse("customers:import_list")


def _list_context(request: StaffRequest, form: UploadForm) -> dict[str, Any]:
    seen = DataImport.objects.visible_to(request.user).select_related("file", "created_by")
    shown = seen.exclude(state=ImportState.DISCARDED)
    page = keyset_page(shown, order=("-id",), after=request.GET.get("after"), size=25)
    rows = [(row, page_of(row)) for row in page.rows]
    return {"form": form, "rows": rows, "page": page}


@require(Permission.IMPORT_RUN)
@require_safe
def import_list(request: StaffRequest) -> HttpResponse:
    """Every file that was brought in, and the way to bring another."""
    return render(request, LIST_PAGE, _list_context(request, UploadForm()))


@require(Permission.IMPORT_RUN)
@require_POST
def import_upload(request: StaffRequest) -> HttpResponse:
    """Take a file to its place on disk, and go on to its columns."""
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            brought = imports.receive_file(form.upload.name or "", form.upload.chunks(), by=request.user)
        except FileRefused as problem:
            form.add_error("file", problem.sentence)
        else:
            return redirect("customers:import_map", brought.pk)
    return form_again(request, LIST_PAGE, _list_context(request, form))


def _chosen_format(request: StaffRequest, data_import: DataImport) -> Format:
    """What staff say it is, else what we think."""
    keys = (request.POST.get("format"), request.GET.get("format"), data_import.format)
    return next((FORMATS[key] for key in keys if key in FORMATS), GENERIC_CUSTOMERS)


@require(Permission.IMPORT_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def import_map(request: StaffRequest, pk: int) -> HttpResponse:
    """What the columns mean; our guess stands there already."""
    data_import = find_import(request, pk)
    known = _chosen_format(request, data_import)
    suggested, earlier = imports.suggest_columns(data_import, known), imports.earlier_import(data_import)
    answers = [request.POST] if request.method == "POST" else []
    form = MappingForm(data_import, known, suggested, *answers, is_known_file=earlier is not None)
    possible = [each for each in FORMATS.values() if each.is_generic or each.recognises(data_import.headers)]
    context = {
        "form": form,
        "data_import": data_import,
        "known": known,
        "formats": possible,
        "earlier": earlier,
        "memory": imports.remembered(data_import, known),
    }
    if request.method != "POST":
        return render(request, MAP_PAGE, context)
    if known.explanation or not form.is_valid():
        return form_again(request, MAP_PAGE, context)
    try:
        request_preview(
            data_import, format_key=known.key, mapping=form.mapping, options=form.answers, by=request.user
        )
    except imports.ImportMovedOn:
        return moved_on(request, data_import)
    return redirect("customers:import_progress", pk)


def moved_on(request: StaffRequest, data_import: DataImport) -> HttpResponse:
    """To where it stands now."""
    messages.warning(request, _("This import has already gone on. Here is where it stands now."))
    data_import.refresh_from_db()
    return redirect(page_of(data_import))


@require(Permission.IMPORT_RUN)
@require_safe
def import_progress(request: StaffRequest, pk: int) -> HttpResponse:
    """How far it is; the page asks again by itself, and without script a reload does the same."""
    data_import = find_import(request, pk)
    if not data_import.is_underway:
        address = page_of(data_import)
        return HttpResponse(headers={"HX-Redirect": address}) if asks_for_part(request) else redirect(address)
    context = {"data_import": data_import, "job": job_of(data_import)}
    return page_or_fragment(request, PROGRESS_PAGE, context, fragment="bar")


@require(Permission.IMPORT_RUN)
@require_safe
def import_preview(request: StaffRequest, pk: int) -> HttpResponse:
    """The full effect, before anything is written."""
    data_import = find_import(request, pk)
    if data_import.state != ImportState.READY:
        return redirect(page_of(data_import))
    context = preview_context(data_import, MendForm(cells_of(data_import)))
    return render(request, "customers/import_preview.html", context)


def preview_context(data_import: DataImport, form: MendForm) -> dict[str, Any]:
    """The effect by outcome, with a box for each cell that can be typed anew."""
    outcomes, known = _outcomes(data_import), FORMATS[data_import.format]
    refused = outcomes.pop()
    for outcome in outcomes:
        outcome["samples"] = samples_with_customers(outcome["samples"])
    still_wrong = {}
    for sample in refused["samples"]:
        wrong = sample.get("wrong")
        place = (sample["number"], wrong["position"]) if wrong else (0, 0)
        sample["box"] = form.wrong_boxes.get(place)
        still_wrong[place] = sample["reason"]
    return {
        "data_import": data_import,
        "form": form,
        "mended": [(cell, box, still_wrong.get(cell.place, "")) for cell, box in form.mended_boxes],
        "outcomes": outcomes,
        "refused": refused,
        # A refund that the row of its sale tells of is counted beside it.
        "besides": max(sum(data_import.counts.get("rows", {}).values()) - data_import.row_count, 0),
        "left_behind": known.left_behind(data_import.headers, data_import.mapping),
        "dropped": needless_headers(data_import.headers),
        "format": known,
    }


def _outcomes(data_import: DataImport) -> list[dict[str, Any]]:
    """Each outcome with its count and a few rows."""
    rows, samples = data_import.counts.get("rows", {}), data_import.counts.get("samples", {})
    return [
        {"key": key, "label": label, "count": rows.get(key, 0), "samples": samples.get(key, [])}
        for key, label in Outcome.choices
    ]


@require(Permission.IMPORT_RUN)
@require_POST
def import_start(request: StaffRequest, pk: int) -> HttpResponse:
    """Go ahead."""
    data_import = find_import(request, pk)
    try:
        request_import(data_import, by=request.user)
    except imports.ImportMovedOn:
        return moved_on(request, data_import)
    return redirect("customers:import_progress", pk)


@require(Permission.IMPORT_RUN)
@require_safe
def import_result(request: StaffRequest, pk: int) -> HttpResponse:
    """What became of every row, by outcome."""
    data_import = find_import(request, pk)
    if data_import.state != ImportState.APPLIED:
        return redirect(page_of(data_import))
    outcomes = _outcomes(data_import)
    usual = next((outcome["key"] for outcome in outcomes if outcome["count"]), Outcome.CREATED)
    chosen = request.GET.get("outcome", usual)
    rows = data_import.rows.filter(outcome=chosen if chosen in Outcome.values else usual)
    page = keyset_page(rows, order=("number",), after=request.GET.get("after"), size=50)
    context = {"data_import": data_import, "outcomes": outcomes, "chosen": chosen, "page": page}
    context["rows"] = _with_what_they_became(page.rows)
    context["undo_until"] = undo_until(data_import) if can_be_undone(data_import) else None
    return page_or_fragment(request, "customers/import_result.html", context, fragment="rows")


def _with_what_they_became(
    rows: list[ImportRow],
) -> list[tuple[ImportRow, Customer | None, Purchase | None, list[Change]]]:
    """Rows with their customer and purchase, where these still exist, and what changed about them."""
    customers = Customer.objects.in_bulk({row.customer_id for row in rows if row.customer_id})
    purchases = Purchase.objects.in_bulk({row.purchase_id for row in rows if row.purchase_id})
    custom = imports.custom_labels()
    return [
        (
            row,
            customers.get(row.customer_id or 0),
            purchases.get(row.purchase_id or 0),
            worded_changes(row.changes, custom),
        )
        for row in rows
    ]


@require(Permission.IMPORT_RUN)  # type: ignore[arg-type] # to the stubs, a stream is no HttpResponse
@require_safe
def import_refused_download(request: StaffRequest, pk: int) -> StreamingHttpResponse:
    """The rows that were not taken, with the reason behind each, to mend and bring again."""
    data_import = find_import(request, pk)
    response = StreamingHttpResponse(_as_csv(data_import), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="refused-{data_import.pk}.csv"'
    return response


class _Echo:
    """What csv writes to: it hands the line back."""

    def write(self, line: str) -> str:
        return line


def _as_csv(data_import: DataImport) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"  # without it Excel takes the letters for its own
    headers = own_headers(data_import.headers)  # a mended file may be refused in part once more
    yield writer.writerow([*map(guarded, headers), *added_headers()])
    for number, reason, cells in left_out_rows(data_import):
        yield writer.writerow([*map(guarded, cells[: len(headers)]), number, reason])


@require(Permission.IMPORT_RUN)
@require_POST
def import_discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Throw the file away; nothing was written."""
    data_import = find_import(request, pk)
    try:
        imports.discard_import(data_import, by=request.user)
    except imports.ImportMovedOn:
        return moved_on(request, data_import)
    messages.success(request, _("The import was discarded. Nothing was changed."))
    return redirect("customers:import_list")
