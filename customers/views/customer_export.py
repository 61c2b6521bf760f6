"""Customers as a file. Whoever takes them out of the house shows their face first."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from crm.shop.guards import StaffRequest, require, sudo
from crm.shop.permissions import Permission
from crm.web.paging import capped_count
from crm.web.table_file import table_file
from customers.actions.export import note_export
from customers.exporting import rows_for_import, rows_for_people
from customers.models import Customer
from customers.models.customer import CustomerQuerySet
from customers.picking import NobodyIsPicked, picked_from

PAGE = "customers/customer_export.html"
FOR_IMPORT = "import"
NAMES_SHOWN = 10


@require(Permission.CUSTOMER_EXPORT)
@sudo  # type: ignore[arg-type] # to the stubs, a stream is no HttpResponse
@require_http_methods(["GET", "HEAD", "POST"])
def customer_export(request: StaffRequest) -> HttpResponse | StreamingHttpResponse:
    """Which file; after that, the file."""
    try:
        picked = picked_from(request.POST if request.method == "POST" else request.GET, by=request.user)
    except NobodyIsPicked as problem:
        return back_to_the_list(request, problem)
    customers = picked.of(Customer.objects.visible_to(request.user)).by_name()
    if request.method == "POST":
        return _file(request, customers)
    context = {
        "picked": picked,
        "count": capped_count(customers),
        "names": customers.prefetch_related("phones")[:NAMES_SHOWN],
    }
    return render(request, PAGE, context)


def back_to_the_list(request: StaffRequest, problem: NobodyIsPicked) -> HttpResponseRedirect:
    """The list again, with what is wrong said above it."""
    messages.error(request, problem.sentence)
    query = (request.POST if request.method == "POST" else request.GET).get("list", "")
    return redirect(f"{reverse('customers:customer_list')}?{query}" if query else "customers:customer_list")


def _file(request: StaffRequest, customers: CustomerQuerySet) -> StreamingHttpResponse:
    is_for_import = request.POST.get("format") == FOR_IMPORT
    note_export(customers, is_for_import=is_for_import, by=request.user)
    if is_for_import:
        return table_file(rows_for_import(customers), "customers-for-import", is_guarded=False)
    return table_file(rows_for_people(customers), "customers", wanted=request.POST.get("format", ""))
