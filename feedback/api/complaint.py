"""Complaints: listed, read, taken. What is said about colleagues is told to no program."""

from typing import ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from crm.shop.api.view import Answer, ApiView, Described, answered_once, etag, show
from crm.shop.models import Scope
from feedback.actions.complaint import take_complaint
from feedback.api.complaint_fields import ComplaintBody, ComplaintNarrowing, ComplaintShown, taken_of
from feedback.models import Complaint, ComplaintState

LOOKUPS = {"customer": "customer_id", "owner": "owner", "state": "state"}


def whole() -> QuerySet[Complaint]:
    """Complaints with all that is shown of them."""
    return Complaint.objects.filter(is_about_staff=False).select_related(
        "owner", "location", "root_cause__above"
    )


class ComplaintList(ApiView):
    """Complaints, the newest first."""

    scopes: ClassVar = {"GET": Scope.READ, "POST": Scope.WRITE}
    described: ClassVar = {
        "GET": Described(ComplaintShown, is_list=True),
        "POST": Described(ComplaintShown, ComplaintBody, 201),
    }
    parameters: ClassVar = {
        "customer": "number of a customer",
        "owner": "name of who cares for it",
        "state": ", ".join(ComplaintState.values),
    }

    def get(self, request: Request) -> Response:
        asked = self.asked(ComplaintNarrowing)
        rows = whole().filter(**{LOOKUPS[name]: value for name, value in asked.items()})
        return self.page(rows, ComplaintShown, order=("-received_at", "-pk"))

    @answered_once
    def post(self, request: Request) -> Answer:
        """Take a complaint; its clocks run in the opening hours from then on. No mail leaves by itself."""
        made = take_complaint(taken_of(self.read(ComplaintBody), self.source), by=None)
        address = reverse("api:complaint", args=[made.pk])
        return Answer(201, show(ComplaintShown, made), {"Location": address, **etag(made.version)})


class ComplaintOne(ApiView):
    """One complaint."""

    scopes: ClassVar = {"GET": Scope.READ}
    described: ClassVar = {"GET": Described(ComplaintShown)}

    def get(self, request: Request, pk: int) -> Response:
        complaint = get_object_or_404(whole(), pk=pk)
        return Response(show(ComplaintShown, complaint), headers=etag(complaint.version))
