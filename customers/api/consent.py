"""What customers said yes and no to: read, and added to. Nothing of it is ever changed."""

from typing import ClassVar

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from crm.shop.api.reading import refuse_unknown_parameters
from crm.shop.api.refusal import Refused
from crm.shop.api.view import Answer, ApiView, Described, answered_once, show
from crm.shop.models import Scope
from customers.actions.consent import NoStands, record_consent
from customers.api.consent_fields import ConsentBody, ConsentShown, answer_of
from customers.consent_state import state_of
from customers.models import Consent, Customer
from customers.models.consent import BY_PROGRAM


class ConsentList(ApiView):
    """Everything one customer said yes or no to, the newest first."""

    scopes: ClassVar = {"GET": Scope.READ, "POST": Scope.WRITE}
    described: ClassVar = {
        "GET": Described(ConsentShown, is_list=True),
        "POST": Described(ConsentShown, ConsentBody, 201, also=(200,)),
    }

    def get(self, request: Request, pk: int) -> Response:
        refuse_unknown_parameters(request, frozenset())
        customer = get_object_or_404(Customer.objects.only("pk"), pk=pk)
        return self.page(_log_of(customer), ConsentShown, order=("-at", "-pk"))

    @answered_once
    def post(self, request: Request, pk: int) -> Answer:
        """Add one answer: 200 where it stands already, 409 for a yes after a no, which no program lifts."""
        customer = get_object_or_404(Customer.objects.all(), pk=pk)
        given = self.read(ConsentBody)
        said = answer_of(given, f"{BY_PROGRAM}{self.token.name}")
        try:
            added = record_consent(customer, said, by=None)
        except NoStands:
            sentence = _("They said no. Only their own yes, given to the shop itself, changes that.")
            raise Refused(409, sentence, {"answer": [sentence]}) from None
        row = added or state_of(customer)[said.channel, said.topic]
        return Answer(201 if added else 200, show(ConsentShown, _log_of(customer).get(pk=row.pk)))


def _log_of(customer: Customer) -> QuerySet[Consent]:
    """The whole log; each knows whether it is the one that stands."""
    standing = [answer.pk for answer in state_of(customer).values()]
    return Consent.objects.filter(customer=customer).annotate(stands=Q(pk__in=standing))
