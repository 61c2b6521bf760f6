"""What each customer is worth to the shop, for programs."""

from typing import ClassVar

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from crm.shop.api.view import ApiView, Described, show
from crm.shop.models import Scope
from metrics.api.score_fields import ScoreNarrowing, ScoreShown
from metrics.models import CustomerScore, RfmSegment


class ScoreList(ApiView):
    """The scores of all customers who have bought."""

    scopes: ClassVar = {"GET": Scope.READ}
    described: ClassVar = {"GET": Described(ScoreShown, is_list=True)}
    parameters: ClassVar = {"segment": ", ".join(RfmSegment.values)}

    def get(self, request: Request) -> Response:
        rows = CustomerScore.objects.filter(**self.asked(ScoreNarrowing))
        return self.page(rows, ScoreShown, order=("pk",))


class ScoreOne(ApiView):
    """The scores of one customer; 404 as long as they have not bought."""

    scopes: ClassVar = {"GET": Scope.READ}
    described: ClassVar = {"GET": Described(ScoreShown)}

    def get(self, request: Request, pk: int) -> Response:
        return Response(show(ScoreShown, get_object_or_404(CustomerScore, pk=pk)))
