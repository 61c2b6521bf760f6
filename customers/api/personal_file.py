"""Everything held on one person, for them to take home."""

from typing import ClassVar

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework.request import Request

from crm.shop.api.reading import refuse_unknown_parameters
from crm.shop.api.view import ApiView, Described
from crm.shop.models import Scope
from customers.actions.personal_file import note_disclosure
from customers.models import Customer
from customers.personal_file.gathering import gather
from customers.personal_file.parcel import pack, parcel_name

ZIP = "application/zip"


class PersonalFileOne(ApiView):
    """All of it in one zip: a page to read, the same as JSON, tables as CSV, and their files."""

    scopes: ClassVar = {"GET": Scope.DISCLOSE}
    described: ClassVar = {"GET": Described(None, file=ZIP)}

    def get(self, request: Request, pk: int) -> HttpResponse:
        """It is written down that it left the house."""
        refuse_unknown_parameters(request, frozenset())
        customer = get_object_or_404(Customer.objects.prefetch_related("phones"), pk=pk)
        whole = gather(customer)
        if request.method == "GET":
            note_disclosure(customer, whole, by=None)
        parcel = pack(customer, whole, shop_name=self.shop.name)
        named = {"Content-Disposition": f'attachment; filename="{parcel_name(customer)}"'}
        return HttpResponse(parcel.getvalue(), content_type=ZIP, headers=named)
