"""The timeline: read, added to, corrected, taken back."""

from dataclasses import fields
from typing import Any, ClassVar

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from crm.shop.api.reading import NoBody, refuse_unknown_parameters, seen_version
from crm.shop.api.refusal import Refused
from crm.shop.api.view import Answer, ApiView, Described, answered_once, etag, show
from crm.shop.models import Scope
from customers.actions.interaction import Entry, edit_interaction, log_interaction, withdraw_line
from customers.api.interaction_fields import InteractionBody, InteractionChange, InteractionShown
from customers.models import Customer, Interaction


class InteractionList(ApiView):
    """What passed between the shop and one customer, the newest first."""

    scopes: ClassVar = {"GET": Scope.READ, "POST": Scope.WRITE}
    described: ClassVar = {
        "GET": Described(InteractionShown, is_list=True),
        "POST": Described(InteractionShown, InteractionBody, 201),
    }

    def get(self, request: Request, pk: int) -> Response:
        refuse_unknown_parameters(request, frozenset())
        customer = get_object_or_404(Customer.objects.only("pk"), pk=pk)
        lines = Interaction.objects.of(customer).select_related("location")
        return self.page(lines, InteractionShown, order=("-at", "-pk"))

    @answered_once
    def post(self, request: Request, pk: int) -> Answer:
        """Log a line, as staff would."""
        customer = get_object_or_404(Customer.objects.all(), pk=pk)
        given = self.read(InteractionBody)
        entry = Entry(**{**given, "at": given.get("at") or timezone.now()})
        line = log_interaction(customer, entry, by=None)
        address = reverse("api:interaction", args=[line.pk])
        return Answer(201, show(InteractionShown, line), {"Location": address, **etag(line.version)})


class InteractionOne(ApiView):
    """One line of a timeline."""

    scopes: ClassVar = {"GET": Scope.READ, "PATCH": Scope.WRITE}
    described: ClassVar = {
        "GET": Described(InteractionShown),
        "PATCH": Described(InteractionShown, InteractionChange),
    }

    def get(self, request: Request, pk: int) -> Response:
        line = get_object_or_404(Interaction.objects.select_related("location"), pk=pk)
        return Response(show(InteractionShown, line), headers=etag(line.version))

    def patch(self, request: Request, pk: int) -> Response:
        """Correct what is sent, if nobody else has (`If-Match`); what it said before stays readable."""
        given = self.read(InteractionChange, partial=True)
        with transaction.atomic():
            line = _changeable(pk)
            version = seen_version(request, line.version)
            edit_interaction(line, _entry_of(line, given), version=version, by=None)
        return self.get(request, pk)


class InteractionWithdraw(ApiView):
    """Taking a line back. Staff can put it back."""

    scopes: ClassVar = {"POST": Scope.WRITE}
    described: ClassVar = {"POST": Described(InteractionShown)}

    @answered_once
    def post(self, request: Request, pk: int) -> Answer:
        """Take a line back; twice is once."""
        self.read(NoBody)
        line = withdraw_line(_changeable(pk), by=None)
        return Answer(200, show(InteractionShown, line), etag(line.version))


def _changeable(pk: int) -> Interaction:
    """A line that was logged by itself; one that belongs to a purchase changes with that."""
    rows = Interaction.objects.select_for_update(of=("self",)).select_related("location", "customer")
    line: Interaction = get_object_or_404(rows, pk=pk)
    if line.about:
        raise Refused(409, _("This line belongs to something else and changes only there."))
    return line


def _entry_of(line: Interaction, given: dict[str, Any]) -> Entry:
    stored = {field.name: getattr(line, field.name) for field in fields(Entry)}
    given = {name: value for name, value in given.items() if name != "at" or value is not None}
    return Entry(**{**stored, **given})
