"""Customers: found, added, changed."""

from typing import ClassVar

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from crm.shop.api.reading import seen_version
from crm.shop.api.refusal import Refused
from crm.shop.api.view import Answer, ApiView, Described, answered_once, etag, show
from crm.shop.models import Scope
from customers.actions.customer import create_customer, edit_customer
from customers.actions.customer_reference import Reference, find_referred, owners_of
from customers.actions.external_id import add_external_ids
from customers.api.customer_fields import CustomerBody, CustomerChange, CustomerShown, details_of
from customers.api.reference_fields import ReferenceBody, references_of
from customers.filtering.parameters import PARAMETERS
from customers.filters import CustomerFilter
from customers.models import Customer, Segment
from customers.models.customer import CustomerQuerySet
from customers.segments import asking

LOOKUPS = ("phone", "email", "card_code", "external_id")
BESIDE = frozenset({"after", "size", "external_source", *LOOKUPS})


def whole() -> CustomerQuerySet:
    """Customers with all that is shown of them, in as many queries as there are lists."""
    lists = ("phones", "emails", "tags", "external_ids")
    return Customer.objects.select_related("household").prefetch_related(*lists)


class CustomerList(ApiView):
    """All customers by name, or those a filter or a lookup names."""

    scopes: ClassVar = {"GET": Scope.READ, "POST": Scope.WRITE}
    described: ClassVar = {
        "GET": Described(CustomerShown, is_list=True),
        "POST": Described(CustomerShown, CustomerBody, 201),
    }
    parameters: ClassVar = {
        "phone": "whole number",
        "email": "whole address",
        "card_code": "card",
        "external_id": "number in another system; `external_source` says which",
        "external_source": "the other system (usual: the name of your key)",
        **{parameter.name: parameter.label for parameter in PARAMETERS.values()},
        asking.NAME: asking.LABEL,
    }

    def get(self, request: Request) -> Response:
        """The filters are those of the customer list, with the same names."""
        customers = self._looked_up(request, self._filtered(request))
        return self.page(customers, CustomerShown, order=("sort_key", "pk"))

    def _filtered(self, request: Request) -> CustomerQuerySet:
        chosen = CustomerFilter(request.query_params, beside=BESIDE, lists=Segment.objects.shared())
        if chosen.errors:
            raise ValidationError({"filter": chosen.errors})
        return chosen.apply(whole())

    def _looked_up(self, request: Request, customers: CustomerQuerySet) -> CustomerQuerySet:
        asked = {name: request.query_params[name] for name in LOOKUPS if request.query_params.get(name)}
        if not asked:
            return customers
        reader = self.reader(ReferenceBody)
        source = request.query_params.get("external_source") or self.source
        return customers.filter(pk__in=_owners(references_of(reader.run_validation(asked), source)))

    @answered_once
    def post(self, request: Request) -> Answer:
        """Add a customer; any one of a name, a phone, an e-mail, a card is enough."""
        given = self.read(CustomerBody)
        names = [(each["source"], each["value"]) for each in given.get("external_ids", [])]
        _refuse_known(names)
        made = create_customer(details_of(given, None), by=None)
        add_external_ids(made, names, by=None)
        customer = whole().get(pk=made.pk)
        address = reverse("api:customer", args=[customer.pk])
        return Answer(201, show(CustomerShown, customer), {"Location": address, **etag(customer.version)})


def _owners(references: tuple[Reference, ...]) -> set[int]:
    """Everybody whom all of these names mean; several may share a phone."""
    owners = [owners_of(reference) for reference in references]
    return set.intersection(*owners) if owners else set()


def _refuse_known(names: list[tuple[str, str]]) -> None:
    found = find_referred([Reference("external_id", value, source) for source, value in names])
    if owner := next(iter(found.values()), None):
        sentence = _("Customer %d has this number already.") % owner
        raise Refused(409, sentence, {"external_ids": [sentence]})


class CustomerOne(ApiView):
    """One customer."""

    scopes: ClassVar = {"GET": Scope.READ, "PATCH": Scope.WRITE}
    described: ClassVar = {"GET": Described(CustomerShown), "PATCH": Described(CustomerShown, CustomerChange)}

    def get(self, request: Request, pk: int) -> Response:
        customer = get_object_or_404(whole(), pk=pk)
        return Response(show(CustomerShown, customer), headers=etag(customer.version))

    def patch(self, request: Request, pk: int) -> Response:
        """Change what is sent, if nobody else has changed the customer since (`If-Match`)."""
        given = self.read(CustomerChange, partial=True)
        with transaction.atomic():
            customer = get_object_or_404(Customer.objects.select_for_update(), pk=pk)
            version = seen_version(request, customer.version)
            edit_customer(customer, details_of(given, customer), version=version, by=None)
        return self.get(request, pk)
