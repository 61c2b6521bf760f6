"""Addresses we do not write to: listed, one more, one less."""

from typing import ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from crm.shop.api.refusal import Refused
from crm.shop.api.view import Answer, ApiView, Described, answered_once, show
from crm.shop.models import Scope
from customers.models.consent import BY_PROGRAM
from engagement.actions.suppression import NoFreshConsent, lift_suppression, suppress
from engagement.addresses import address_hash
from engagement.api.suppression_fields import (
    STANDING,
    LiftBody,
    SuppressionBody,
    SuppressionNarrowing,
    SuppressionShown,
)
from engagement.models import Suppression, SuppressionReason, SuppressionScope


class SuppressionList(ApiView):
    """Addresses that are or were not written to, the newest first."""

    scopes: ClassVar = {"GET": Scope.READ, "POST": Scope.WRITE}
    described: ClassVar = {
        "GET": Described(SuppressionShown, is_list=True),
        "POST": Described(SuppressionShown, SuppressionBody, 201, also=(200,)),
    }
    parameters: ClassVar = {
        "address": "whole address",
        "reason": "why it is not written to",
        "state": "standing, lifted",
    }

    def get(self, request: Request) -> Response:
        return self.page(_found(self.asked(SuppressionNarrowing)), SuppressionShown, order=("-at", "-id"))

    @answered_once
    def post(self, request: Request) -> Answer:
        """Write to this address no more: 201, or 200 where it was on the list by hand already."""
        given = self.read(SuppressionBody)
        reason = SuppressionReason.MANUAL
        stands = _found({"address": given["address"], "reason": reason}).filter(lifted_at=None)
        status = 200 if stands.exists() else 201
        row = suppress(
            given["address"],
            reason=reason,
            scope=SuppressionScope(given.get("scope") or SuppressionScope.ALL_BUT_TRANSACTIONAL),
            note=given["note"],
            source=f"{BY_PROGRAM}{self.token.name}",
            by=None,
        )
        address = reverse("api:suppression", args=[row.pk])
        return Answer(status, show(SuppressionShown, row), {"Location": address})


class SuppressionOne(ApiView):
    """One line of the list."""

    scopes: ClassVar = {"GET": Scope.READ}
    described: ClassVar = {"GET": Described(SuppressionShown)}

    def get(self, request: Request, pk: int) -> Response:
        return Response(show(SuppressionShown, get_object_or_404(Suppression, pk=pk)))


class SuppressionLift(ApiView):
    """Letting an address be written to again."""

    scopes: ClassVar = {"POST": Scope.WRITE}
    described: ClassVar = {"POST": Described(SuppressionShown, LiftBody)}

    @answered_once
    def post(self, request: Request, pk: int) -> Answer:
        """With a reason, and when its owner has said yes to the shop since: no program says it for them."""
        because = self.read(LiftBody)["because"]
        row = get_object_or_404(Suppression, pk=pk)
        try:
            lifted = lift_suppression(row, because=because, by=None)
        except NoFreshConsent:
            sentence = _("Nobody with this address has said yes since it was put on the list.")
            raise Refused(409, sentence) from None
        return Answer(200, show(SuppressionShown, lifted))


def _found(asked: dict[str, str]) -> QuerySet[Suppression]:
    rows = Suppression.objects.all()
    if address := asked.get("address"):
        rows = rows.filter(address_hash=address_hash(address))
    if reason := asked.get("reason"):
        rows = rows.filter(reason=reason)
    if state := asked.get("state"):
        standing = Suppression.objects.standing(timezone.now()).values("pk")
        rows = rows.filter(pk__in=standing) if state == STANDING else rows.exclude(pk__in=standing)
    return rows
