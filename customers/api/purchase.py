"""Purchases: told one by one or five hundred at once, and read."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from crm.shop.api.problems import mistakes_of
from crm.shop.api.reading import refuse_unknown_parameters
from crm.shop.api.refusal import Refused
from crm.shop.api.view import Answer, ApiView, Described, answered_once, show
from crm.shop.models import Scope
from customers.actions.purchase_batch import CREATED, KNOWN, REFUSED, Outcome, Told
from customers.actions.purchase_telling import tell_purchase, tell_purchases
from customers.api.fields import Moment, WholeNumber
from customers.api.purchase_fields import (
    MOST_PURCHASES,
    BatchBody,
    BatchShown,
    PurchaseBody,
    PurchaseShown,
    told_of,
    with_lines,
)
from customers.api.reference_fields import MOST_ROWS

STATUS = {CREATED: 201, KNOWN: 200}


class PurchaseList(ApiView):
    """Purchases and refunds, the newest first."""

    scopes: ClassVar = {"GET": Scope.READ, "POST": Scope.PURCHASES}
    described: ClassVar = {
        "GET": Described(PurchaseShown, is_list=True),
        "POST": Described(PurchaseShown, PurchaseBody, 201, also=(200,)),
    }
    parameters: ClassVar = {
        "customer": "number of a customer",
        "since": "from this moment on",
        "before": "before this moment",
        "source": "told by this source",
        "external_id": "with this number there",
    }

    def get(self, request: Request) -> Response:
        refuse_unknown_parameters(request, frozenset(self.parameters))
        asked = {name: str(value) for name, value in request.query_params.items() if name in self.parameters}
        return self.page(with_lines().filter(**_conditions(asked)), PurchaseShown, order=("-at", "-pk"))

    @answered_once
    def post(self, request: Request) -> Answer:
        """201 for a new receipt; told again it is 200 with the same content, 409 with another."""
        told = told_of(self.read(PurchaseBody), shop=self.shop, source=self.source)
        outcome = tell_purchase(told, by=None)
        if outcome.state == REFUSED or outcome.purchase is None:
            status = 409 if outcome.is_conflict else 400
            raise Refused(status, outcome.sentence, {outcome.field: [outcome.sentence]})
        purchase = outcome.purchase
        address = reverse("api:purchase", args=[purchase.pk])
        return Answer(STATUS[outcome.state], show(PurchaseShown, purchase), {"Location": address})


def _conditions(asked: dict[str, str]) -> dict[str, Any]:
    conditions: dict[str, Any] = {
        name: asked[name][:200] for name in ("source", "external_id") if name in asked
    }
    if number := asked.get("customer"):
        is_number = number.isascii() and number.isdigit() and len(number) < 10
        conditions["customer_id"] = WholeNumber(1, MOST_ROWS).run_validation(int(number) if is_number else 0)
    for name, lookup in (("since", "at__gte"), ("before", "at__lt")):
        if name in asked:
            try:
                conditions[lookup] = Moment().run_validation(asked[name])
            except ValidationError as mistake:
                raise ValidationError({name: mistake.detail}) from None
    return {name: value for name, value in conditions.items() if value is not None}


class PurchaseOne(ApiView):
    """One purchase or refund."""

    scopes: ClassVar = {"GET": Scope.READ}
    described: ClassVar = {"GET": Described(PurchaseShown)}

    def get(self, request: Request, pk: int) -> Response:
        return Response(show(PurchaseShown, get_object_or_404(with_lines(), pk=pk)))


class PurchaseBatch(ApiView):
    """Many receipts at once, such as those of an hour without a network."""

    scopes: ClassVar = {"POST": Scope.PURCHASES}
    described: ClassVar = {"POST": Described(BatchShown, BatchBody)}

    @answered_once
    def post(self, request: Request) -> Answer:
        """Each receipt is written or refused for itself; the answer has one result for each."""
        sent = _receipts_of(request.data)
        read = [self._read_one(body) for body in self._bodies(sent)]
        told = [each for each in read if isinstance(each, Told)]
        outcomes = iter(tell_purchases(told, by=None))
        results = [
            _result(number, next(outcomes) if isinstance(each, Told) else each, sent[number])
            for number, each in enumerate(read)
        ]
        counted = Counter(result["status"] for result in results)
        refused = len(results) - counted[201] - counted[200]
        return Answer(
            200, {"created": counted[201], "known": counted[200], "refused": refused, "results": results}
        )

    def _bodies(self, sent: list[Any]) -> Iterator[tuple[Serializer[Any], Any]]:
        reader = self.reader(PurchaseBody)
        return ((reader, receipt) for receipt in sent)

    def _read_one(self, body: tuple[Serializer[Any], Any]) -> Told | ValidationError:
        reader, receipt = body
        try:
            return told_of(reader.run_validation(receipt), shop=self.shop, source=self.source)
        except ValidationError as mistake:
            return mistake


def _receipts_of(body: Any) -> list[Any]:
    if not isinstance(body, dict) or not isinstance(body.get("purchases"), list):
        raise ValidationError({"purchases": [_("This is required.")]})
    if unknown := body.keys() - {"purchases"}:
        raise ValidationError({name: [_("This field cannot be written.")] for name in sorted(unknown)[:20]})
    receipts: list[Any] = body["purchases"]
    if not receipts:
        raise ValidationError({"purchases": [_("This is required.")]})
    if len(receipts) > MOST_PURCHASES:
        raise Refused(413, _("At most %d purchases at once.") % MOST_PURCHASES)
    return receipts


def _result(number: int, outcome: Outcome | ValidationError, receipt: Any) -> dict[str, Any]:
    said = receipt.get("external_id", "") if isinstance(receipt, dict) else ""
    result: dict[str, Any] = {"number": number, "external_id": str(said or "")[:120]}
    if isinstance(outcome, ValidationError):
        return result | {"status": 400, "id": None, "customer": None, "errors": mistakes_of(outcome)}
    if outcome.purchase is None:
        status = 409 if outcome.is_conflict else 400
        errors = {outcome.field: [outcome.sentence]}
        return result | {"status": status, "id": None, "customer": None, "errors": errors}
    return result | {
        "status": STATUS[outcome.state],
        "id": outcome.purchase.pk,
        "customer": outcome.purchase.customer_id,
        "errors": {},
    }
