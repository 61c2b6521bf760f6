"""Follow-ups: listed, promised, kept, put off, dropped."""

from typing import ClassVar

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from crm.shop.api.reading import NoBody, refuse_changed
from crm.shop.api.refusal import Refused
from crm.shop.api.view import Answer, ApiView, Described, answered_once, etag, show
from crm.shop.models import Scope
from customers.api.reference_fields import customer_of
from engagement.actions.follow_up import (
    complete_follow_up,
    drop_follow_up,
    make_follow_up,
    reassign_follow_ups,
    reopen_follow_up,
    snooze_follow_up,
)
from engagement.api.follow_up_fields import (
    ALL,
    COMPLETED,
    DROPPED,
    OPEN,
    CompleteBody,
    FollowUpBody,
    FollowUpNarrowing,
    FollowUpShown,
    ReassignBody,
    SnoozeBody,
    promise_of,
    state_of,
)
from engagement.models import FollowUp

IN_STATE = {
    OPEN: Q(completed_at=None, dropped_at=None),
    COMPLETED: Q(completed_at__isnull=False),
    DROPPED: Q(dropped_at__isnull=False),
    ALL: Q(),
}
LOOKUPS = {"customer": "customer_id", "owner": "owner", "due_until": "due_on__lte"}


def whole() -> QuerySet[FollowUp]:
    """Follow-ups with all that is shown of them."""
    return FollowUp.objects.select_related("owner")


class FollowUpList(ApiView):
    """What was promised: without `state` what is open, the most overdue first; else the newest first."""

    scopes: ClassVar = {"GET": Scope.READ, "POST": Scope.WRITE}
    described: ClassVar = {
        "GET": Described(FollowUpShown, is_list=True),
        "POST": Described(FollowUpShown, FollowUpBody, 201),
    }
    parameters: ClassVar = {
        "customer": "number of a customer",
        "owner": "name of who does it",
        "state": "open (usual), completed, dropped, all",
        "due_until": "due on this day or before",
    }

    def get(self, request: Request) -> Response:
        asked = self.asked(FollowUpNarrowing)
        state = asked.pop("state", OPEN)
        rows = whole().filter(IN_STATE[state], **{LOOKUPS[name]: value for name, value in asked.items()})
        return self.page(rows, FollowUpShown, order=("due_on", "pk") if state == OPEN else ("-pk",))

    @answered_once
    def post(self, request: Request) -> Answer:
        """Promise a customer something."""
        given = self.read(FollowUpBody)
        customer = customer_of(given["customer"], self.source)
        made = make_follow_up(customer, promise_of(given, customer), by=None)
        address = reverse("api:follow_up", args=[made.pk])
        return Answer(201, show(FollowUpShown, made), {"Location": address, **etag(made.version)})


class FollowUpOne(ApiView):
    """One promise."""

    scopes: ClassVar = {"GET": Scope.READ}
    described: ClassVar = {"GET": Described(FollowUpShown)}

    def get(self, request: Request, pk: int) -> Response:
        follow_up = get_object_or_404(whole(), pk=pk)
        return Response(show(FollowUpShown, follow_up), headers=etag(follow_up.version))


class FollowUpComplete(ApiView):
    """Keeping a promise: one line on the timeline, and the next promise where it repeats."""

    scopes: ClassVar = {"POST": Scope.WRITE}
    described: ClassVar = {"POST": Described(FollowUpShown, CompleteBody, may_match=True)}

    @answered_once
    def post(self, request: Request, pk: int) -> Answer:
        """It is done; twice is once."""
        note = self.read(CompleteBody).get("note", "")
        return _as(COMPLETED, complete_follow_up(_changeable(request, pk), by=None, note=note))


class FollowUpSnooze(ApiView):
    """Putting a promise off."""

    scopes: ClassVar = {"POST": Scope.WRITE}
    described: ClassVar = {"POST": Described(FollowUpShown, SnoozeBody, may_match=True)}

    @answered_once
    def post(self, request: Request, pk: int) -> Answer:
        """It stands on Today again from that day on."""
        until = self.read(SnoozeBody)["until"]
        return _as(OPEN, snooze_follow_up(_changeable(request, pk), until=until, by=None))


class FollowUpDrop(ApiView):
    """Giving a promise up."""

    scopes: ClassVar = {"POST": Scope.WRITE}
    described: ClassVar = {"POST": Described(FollowUpShown, may_match=True)}

    @answered_once
    def post(self, request: Request, pk: int) -> Answer:
        """It is no longer needed; twice is once."""
        self.read(NoBody)
        return _as(DROPPED, drop_follow_up(_changeable(request, pk), by=None))


class FollowUpReopen(ApiView):
    """Taking back that a promise was kept or dropped."""

    scopes: ClassVar = {"POST": Scope.WRITE}
    described: ClassVar = {"POST": Described(FollowUpShown, may_match=True)}

    @answered_once
    def post(self, request: Request, pk: int) -> Answer:
        """It is open again; its line on the timeline and the next promise go. Twice is once."""
        self.read(NoBody)
        return _as(OPEN, reopen_follow_up(_changeable(request, pk), by=None))


class FollowUpReassign(ApiView):
    """Giving a promise to a colleague."""

    scopes: ClassVar = {"POST": Scope.WRITE}
    described: ClassVar = {"POST": Described(FollowUpShown, ReassignBody, may_match=True)}

    @answered_once
    def post(self, request: Request, pk: int) -> Answer:
        """Somebody else does it from now on; twice is once."""
        owner = self.read(ReassignBody)["owner"]
        follow_up = _changeable(request, pk)
        reassign_follow_ups([follow_up.pk], to=owner, by=None)
        return _as(OPEN, whole().get(pk=follow_up.pk))


def _changeable(request: Request, pk: int) -> FollowUp:
    follow_up = get_object_or_404(FollowUp.objects.select_for_update(of=("self",)), pk=pk)
    refuse_changed(request, follow_up.version)
    return follow_up


def _as(wanted: str, follow_up: FollowUp) -> Answer:
    """As it stands now. Raises Refused where it had ended in another way before."""
    state = state_of(follow_up)
    if state == COMPLETED != wanted:
        raise Refused(409, _("This promise was kept already."))
    if state == DROPPED != wanted:
        raise Refused(409, _("This promise was dropped already."))
    return Answer(200, show(FollowUpShown, follow_up), etag(follow_up.version))
