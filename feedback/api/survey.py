"""Surveys and answers, read; and asking a customer, which leaves by the outbox like every survey."""

from typing import ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response as ApiResponse

from crm.shop.api.refusal import Refused
from crm.shop.api.view import Answer, ApiView, Described, answered_once, show
from crm.shop.models import Scope
from customers.api.reference_fields import customer_of
from feedback.actions.invitation import Asking, SurveyIsOff, invite
from feedback.api.survey_fields import (
    InvitationBody,
    InvitationShown,
    ResponseNarrowing,
    ResponseShown,
    SurveyShown,
)
from feedback.models import Response, Survey
from feedback.recipes import find_survey

LOOKUPS = {"customer": "customer_id", "survey": "survey_id", "band": "band"}


def whole() -> QuerySet[Response]:
    """Answers with all that is shown of them."""
    shown = Response.objects.in_company().select_related("version", "invitation")
    return shown.prefetch_related("answers")


class SurveyList(ApiView):
    """Surveys, as they came."""

    scopes: ClassVar = {"GET": Scope.READ}
    described: ClassVar = {"GET": Described(SurveyShown, is_list=True)}

    def get(self, request: Request) -> ApiResponse:
        return self.page(Survey.objects.select_related("current"), SurveyShown, order=("pk",))


class ResponseList(ApiView):
    """Answers, the newest first."""

    scopes: ClassVar = {"GET": Scope.READ}
    described: ClassVar = {"GET": Described(ResponseShown, is_list=True)}
    parameters: ClassVar = {
        "customer": "number of a customer",
        "survey": "number of a survey",
        "band": "low, middle, high",
    }

    def get(self, request: Request) -> ApiResponse:
        asked = self.asked(ResponseNarrowing)
        rows = whole().filter(**{LOOKUPS[name]: value for name, value in asked.items()})
        if "band" in asked:  # what people without names said is not taken apart
            rows = rows.filter(is_anonymous=False)
        return self.page(rows, ResponseShown, order=("-pk",))


class ResponseOne(ApiView):
    """One answer."""

    scopes: ClassVar = {"GET": Scope.READ}
    described: ClassVar = {"GET": Described(ResponseShown)}

    def get(self, request: Request, pk: int) -> ApiResponse:
        return ApiResponse(show(ResponseShown, get_object_or_404(whole(), pk=pk)))


class InvitationList(ApiView):
    """Asking customers."""

    scopes: ClassVar = {"POST": Scope.WRITE}
    described: ClassVar = {"POST": Described(InvitationShown, InvitationBody, 201)}

    @answered_once
    def post(self, request: Request) -> Answer:
        """Plan the mail; whether it leaves is decided when its turn comes, as for every survey."""
        wanted = self.read(InvitationBody)
        survey = find_survey(wanted)
        if survey is None:
            reason = _("There is no such survey.")
            raise Refused(400, reason, {"survey": [reason]})
        try:
            asking = Asking(f"api:{wanted['cause']}")
            invitation = invite(customer_of(wanted["customer"], self.source), survey, asking, by=None)
        except SurveyIsOff:
            raise Refused(409, _("This survey is switched off.")) from None
        return Answer(201, show(InvitationShown, invitation), {})
