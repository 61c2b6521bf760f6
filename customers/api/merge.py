"""Two records of one person: who may be, put together, taken apart again."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from crm.shop.api.reading import NoBody, refuse_unknown_parameters
from crm.shop.api.refusal import Refused
from crm.shop.api.view import Answer, ApiView, Described, answered_once, show
from crm.shop.models import Scope
from customers.actions.duplicate import judge_duplicate
from customers.actions.merge import CannotBeMerged, merge_customers
from customers.actions.merge_undo import CannotBeTakenApart, undo_merge
from customers.api.merge_fields import DuplicateShown, MergeBody, MergeShown, VerdictBody
from customers.api.reference_fields import customer_of
from customers.models import Customer, Duplicate, Merge


class DuplicateList(ApiView):
    """Who may stand here twice and was not judged yet, the likeliest first."""

    scopes: ClassVar = {"GET": Scope.MERGE}
    described: ClassVar = {"GET": Described(DuplicateShown, is_list=True)}

    def get(self, request: Request) -> Response:
        refuse_unknown_parameters(request, frozenset())
        return self.page(Duplicate.objects.open(), DuplicateShown, order=("-strength", "pk"))


class DuplicateJudge(ApiView):
    """Saying that two are two people."""

    scopes: ClassVar = {"POST": Scope.MERGE}
    described: ClassVar = {"POST": Described(DuplicateShown, VerdictBody)}

    @answered_once
    def post(self, request: Request, pk: int) -> Answer:
        """Remembered, and not asked again; one household is written down as one."""
        verdict = self.read(VerdictBody)["verdict"]
        pair = get_object_or_404(Duplicate.objects.select_related("first", "second"), pk=pk)
        return Answer(200, show(DuplicateShown, judge_duplicate(pair, verdict=verdict, by=None)))


class MergeList(ApiView):
    """Whom we put together, the newest first."""

    scopes: ClassVar = {"GET": Scope.MERGE, "POST": Scope.MERGE}
    described: ClassVar = {
        "GET": Described(MergeShown, is_list=True),
        "POST": Described(MergeShown, MergeBody, 201, also=(200,)),
    }

    def get(self, request: Request) -> Response:
        refuse_unknown_parameters(request, frozenset())
        return self.page(Merge.objects.all(), MergeShown, order=("-at", "-pk"))

    @answered_once
    def post(self, request: Request) -> Answer:
        """Make one of two whose versions are as the body says (no `If-Match`); 200 when that was done."""
        given = self.read(MergeBody)
        if known := _known(given):
            return Answer(200, show(MergeShown, known))
        kept, gone = (self._meant(given, name) for name in ("kept", "gone"))
        if kept.pk == gone.pk:
            raise ValidationError({"gone": [_("That is the very same record.")]})
        _refuse_others(kept, gone, given)
        try:
            merge = merge_customers(kept, gone, choices=given.get("choices", {}), by=None)
        except CannotBeMerged as refusal:
            raise Refused(409, refusal.sentence) from None
        address = reverse("api:merge", args=[merge.pk])
        return Answer(201, show(MergeShown, merge), {"Location": address})

    def _meant(self, given: dict[str, Any], name: str) -> Customer:
        try:
            return customer_of(given[name], self.source)
        except ValidationError as problem:
            raise ValidationError({name: problem.detail["customer"]}) from None  # type: ignore[call-overload]


def _known(given: dict[str, Any]) -> Merge | None:
    """Whoever is gone has a number and nothing else that could be found."""
    numbers = {"kept": given["kept"].get("id"), "gone_number": given["gone"].get("id")}
    return Merge.objects.standing().filter(**numbers).first() if all(numbers.values()) else None


def _refuse_others(kept: Customer, gone: Customer, given: dict[str, Any]) -> None:
    """Nobody writes to either of them from here on."""
    rows = Customer.objects.select_for_update().filter(pk__in=(kept.pk, gone.pk)).order_by("pk")
    now = dict(rows.values_list("pk", "version"))
    pairs = (("kept_version", kept), ("gone_version", gone))
    changed = [name for name, customer in pairs if now.get(customer.pk) != given[name]]
    if changed:
        sentence = _("It has changed since. Read it again, then decide.")
        raise Refused(409, sentence, {name: [sentence] for name in changed})


class MergeOne(ApiView):
    """Two who were put together."""

    scopes: ClassVar = {"GET": Scope.MERGE}
    described: ClassVar = {"GET": Described(MergeShown)}

    def get(self, request: Request, pk: int) -> Response:
        return Response(show(MergeShown, get_object_or_404(Merge, pk=pk)))


class MergeUndo(ApiView):
    """Taking them apart again, within thirty days."""

    scopes: ClassVar = {"POST": Scope.MERGE}
    described: ClassVar = {"POST": Described(MergeShown)}

    @answered_once
    def post(self, request: Request, pk: int) -> Answer:
        """Give the other one back with all that was its own; twice is once."""
        self.read(NoBody)
        merge = get_object_or_404(Merge.objects.select_related("kept"), pk=pk)
        try:
            undo_merge(merge, by=None)
        except CannotBeTakenApart as refusal:
            raise Refused(409, refusal.sentence) from None
        merge.refresh_from_db()
        return Answer(200, show(MergeShown, merge))
