"""The outbox, read: what left, what waits, what did not leave and why."""

from typing import ClassVar

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from crm.shop.api.keys import opens
from crm.shop.api.view import ApiView, Described, show
from crm.shop.models import Scope
from engagement.api.message_fields import MessageNarrowing, MessageShown, MessageWhole
from engagement.models import Message, MessageEvent, MessageState

LOOKUPS = {"customer": "customer_id"}
WORDS = ("subject", "html", "text", "headers", "context", "own_subject", "own_body")


def shown_to_programs() -> QuerySet[Message]:
    """Mail to customers: what colleagues are sent, tests too, is theirs."""
    return Message.objects.real().filter(staff=None)


class MessageList(ApiView):
    """Mails to customers without their words, the newest first."""

    scopes: ClassVar = {"GET": Scope.READ}
    described: ClassVar = {"GET": Described(MessageShown, is_list=True)}
    parameters: ClassVar = {
        "customer": "number of a customer",
        "state": "planned, sending, sent, skipped, failed, unknown, cancelled",
        "message_class": "what it is before the law",
        "skip_reason": "why it was not sent",
    }

    def get(self, request: Request) -> Response:
        asked = self.asked(MessageNarrowing)
        if "skip_reason" in asked:  # says nothing new, but there is an index by state
            asked.setdefault("state", MessageState.SKIPPED)
        found = shown_to_programs().filter(**{LOOKUPS.get(name, name): asked[name] for name in asked})
        return self.page(found.defer(*WORDS), MessageShown, order=("-pk",))


class MessageOne(ApiView):
    """One mail, with what became of it; with its words for a key that may read them."""

    scopes: ClassVar = {"GET": Scope.READ}
    described: ClassVar = {"GET": Described(MessageWhole)}

    def get(self, request: Request, pk: int) -> Response:
        events = Prefetch("events", MessageEvent.objects.order_by("at", "pk"))
        message = get_object_or_404(shown_to_programs().prefetch_related(events), pk=pk)
        shown = show(MessageWhole, message)
        return Response(shown if opens(self.token, Scope.MAIL) else shown | {"words": None})
