"""The board: every open complaint in the column of where it stands."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import page_or_fragment
from engagement.places import Places
from feedback.complaint_cards import Card, cards_of
from feedback.models import Complaint
from feedback.models import ComplaintState as State

PAGE = "feedback/complaint_board.html"
MOST = 200  # a shop with more open ones reads the list
COLUMNS: Mapping[Promise, tuple[State, ...]] = {
    _("New"): (State.RECEIVED,),
    _("Heard"): (State.ACKNOWLEDGED, State.ASSESSING),
    _("Looked into"): (State.INVESTIGATING,),
    _("Waits for somebody"): (State.WAITING_CUSTOMER, State.WAITING_SUPPLIER),
    _("Offered"): (State.OFFERED, State.ACCEPTED),
    _("Not agreed"): (State.REJECTED, State.ESCALATED),
}


@require(Permission.COMPLAINT_VIEW)
@require_safe
def complaint_board(request: StaffRequest) -> HttpResponse:
    """What is due first stands first in each column."""
    rows = Complaint.objects.visible_to(request.user).filter(closed_at=None).by_clock()
    found = list(rows.select_related("customer", "owner", "location")[: MOST + 1])
    cards = cards_of(found[:MOST], Places(request.shop), timezone.now())
    context = {"columns": _columns(cards), "has_more": len(found) > MOST}
    return page_or_fragment(request, PAGE, context, fragment="columns")


def _columns(cards: list[Card]) -> list[tuple[Promise, list[Card]]]:
    return [
        (words, [card for card in cards if card.complaint.state in states])
        for words, states in COLUMNS.items()
    ]
