"""Saved lists that everybody sees: read by programs, added to, counted; `/customers/` says who is in them."""

from typing import Any, ClassVar

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from crm.shop.api.reading import refuse_unknown_parameters, seen_version
from crm.shop.api.refusal import Refused
from crm.shop.api.view import Answer, ApiView, Described, answered_once, etag, show
from crm.shop.models import Scope
from customers.actions.segment import (
    NameIsTaken,
    SegmentIsNeeded,
    SegmentWasChanged,
    delete_segment,
    edit_rule,
    edit_segment,
    save_rule,
)
from customers.api.segment_fields import SegmentBody, SegmentChange, SegmentCounted, SegmentShown
from customers.listing import Listing
from customers.models import Customer, Segment


class SegmentList(ApiView):
    """The lists that everybody sees."""

    scopes: ClassVar = {"GET": Scope.READ, "POST": Scope.WRITE}
    described: ClassVar = {
        "GET": Described(SegmentShown, is_list=True),
        "POST": Described(SegmentShown, SegmentBody, 201),
    }

    def get(self, request: Request) -> Response:
        refuse_unknown_parameters(request, frozenset())
        return self.page(Segment.objects.shared(), SegmentShown, order=("name", "pk"))

    @answered_once
    def post(self, request: Request) -> Answer:
        """Add a list by a rule; its name is taken only by another rule of a program."""
        given = self.read(SegmentBody)
        try:
            segment = save_rule(given["name"], rule=given["rule"], is_shared=True, by=None)
        except NameIsTaken:
            raise _taken() from None
        address = reverse("api:segment", args=[segment.pk])
        return Answer(201, show(SegmentShown, segment), {"Location": address, **etag(segment.version)})


class SegmentOne(ApiView):
    """One list with how many are in it."""

    scopes: ClassVar = {"GET": Scope.READ, "PATCH": Scope.WRITE, "DELETE": Scope.WRITE}
    described: ClassVar = {
        "GET": Described(SegmentCounted),
        "PATCH": Described(SegmentCounted, SegmentChange),
        "DELETE": Described(None, status=204),
    }

    def get(self, request: Request, pk: int) -> Response:
        segment = get_object_or_404(Segment.objects.shared(), pk=pk)
        listing = Listing(segment.query)
        count = None if listing.errors else listing.matching(Customer.objects.all()).count()
        return Response({**show(SegmentShown, segment), "count": count}, headers=etag(segment.version))

    def patch(self, request: Request, pk: int) -> Response:
        """Change name or rule, if nobody else has changed the list since (`If-Match`)."""
        given = self.read(SegmentChange, partial=True)
        with transaction.atomic():
            segment = _held(pk)
            version = seen_version(request, segment.version)
            try:
                _change(segment, given, version)
            except NameIsTaken:
                raise _taken() from None
            except SegmentWasChanged:
                sentence = _("This list follows an address, not a rule: only staff change what it asks.")
                raise Refused(409, sentence, {"rule": [sentence]}) from None
        return self.get(request, pk)

    def delete(self, request: Request, pk: int) -> Response:
        """Forget the list (`If-Match`); nobody in it is touched. 409 while something still asks for it."""
        with transaction.atomic():
            segment = _held(pk)
            seen_version(request, segment.version)
            try:
                delete_segment(segment, by=None)
            except SegmentIsNeeded as needed:
                raise Refused(409, " ".join(needed.sentences)) from None
        return Response(status=204)


def _held(pk: int) -> Segment:
    segment: Segment = get_object_or_404(Segment.objects.shared().select_for_update(), pk=pk)
    return segment


def _change(segment: Segment, given: dict[str, Any], version: int) -> None:
    if "rule" in given:
        edit_rule(segment, rule=given["rule"], version=version, by=None)
    if "name" in given:
        edit_segment(segment, name=given["name"], is_shared=True, by=None)


def _taken() -> Refused:
    sentence = _("There is another list of this name.")
    return Refused(409, sentence, {"name": [sentence]})
