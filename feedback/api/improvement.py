"""Improvements, for programs that show them: listed and read."""

from typing import ClassVar

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from crm.shop.api.view import ApiView, Described, etag, show
from crm.shop.models import Scope
from feedback.api.review_fields import ImprovementNarrowing, ImprovementShown
from feedback.models import Improvement, ImprovementState


class ImprovementList(ApiView):
    """Improvements, the newest first."""

    scopes: ClassVar = {"GET": Scope.READ}
    described: ClassVar = {"GET": Described(ImprovementShown, is_list=True)}
    parameters: ClassVar = {"state": ", ".join(ImprovementState.values)}

    def get(self, request: Request) -> Response:
        rows = Improvement.objects.select_related("owner").filter(**self.asked(ImprovementNarrowing))
        return self.page(rows, ImprovementShown, order=("-pk",))


class ImprovementOne(ApiView):
    """One improvement."""

    scopes: ClassVar = {"GET": Scope.READ}
    described: ClassVar = {"GET": Described(ImprovementShown)}

    def get(self, request: Request, pk: int) -> Response:
        improvement = get_object_or_404(Improvement.objects.select_related("owner"), pk=pk)
        return Response(show(ImprovementShown, improvement), headers=etag(improvement.version))
