"""Everything we hold on one person: on a page, and as one file for them."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from crm.shop.guards import StaffRequest, require, sudo
from crm.shop.permissions import Permission
from customers.actions.personal_file import note_disclosure
from customers.models import Customer
from customers.personal_file.gathering import gather
from customers.personal_file.parcel import pack, parcel_name

PAGE = "customers/personal_file.html"


@require(Permission.CUSTOMER_DISCLOSE)
@sudo  # type: ignore[arg-type] # to the stubs, a stream is no HttpResponse
@require_http_methods(["GET", "HEAD", "POST"])
def personal_file(request: StaffRequest, pk: int) -> HttpResponse | FileResponse:
    """All of it, table by table; the button hands it over."""
    seen = Customer.objects.visible_to(request.user).prefetch_related("phones")
    customer = get_object_or_404(seen, pk=pk)
    whole = gather(customer)
    if request.method != "POST":
        return render(request, PAGE, {"customer": customer, "whole": whole})
    note_disclosure(customer, whole, by=request.user)
    parcel = pack(customer, whole, shop_name=request.shop.name)
    return FileResponse(parcel, as_attachment=True, filename=parcel_name(customer))
