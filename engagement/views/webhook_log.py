"""What one program was told, what came back, and telling it once more."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.naming import address_of, names_of
from crm.shop.permissions import Permission
from crm.web.answers import page_or_fragment
from crm.web.paging import keyset_page
from engagement.actions.webhook_delivery import replay_delivery
from engagement.actions.webhook_news import TEST
from engagement.models import DeliveryState, Webhook, WebhookDelivery
from engagement.webhooks.events import event_named

PAGE = "engagement/webhook_detail.html"
CHIPS: tuple[tuple[str, str | Promise], ...] = (
    ("", gettext_lazy("Everything")),
    (DeliveryState.WAITING, gettext_lazy("Waiting")),
    (DeliveryState.DELIVERED, gettext_lazy("Arrived")),
    (DeliveryState.FAILED, gettext_lazy("Given up")),
)


class Line(NamedTuple):
    """One telling, in words."""

    delivery: WebhookDelivery
    what: str | Promise
    about: str
    page: str


@require(Permission.WEBHOOK_MANAGE)
@require_safe
def webhook_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Whom, of what, and the log: the newest first, for thirty days."""
    given_up = WebhookDelivery.objects.filter(webhook=OuterRef("pk"), state=DeliveryState.FAILED)
    found = Webhook.objects.select_related("created_by", "paused_by")
    webhook = get_object_or_404(found.annotate(has_given_up=Exists(given_up)), pk=pk)
    show = request.GET.get("show", "")
    rows = _shown(webhook.deliveries.all(), show)
    page = keyset_page(rows, order=("-pk",), after=request.GET.get("after"))
    context: dict[str, Any] = {"webhook": webhook, "page": page, "lines": list(_lines(page.rows))}
    context |= {"show": show, "chips": CHIPS, "events": [_words(name) for name in webhook.events]}
    return page_or_fragment(request, PAGE, context, fragment="rows")


@require(Permission.WEBHOOK_MANAGE)
@require_POST
def webhook_replay(request: StaffRequest, pk: int) -> HttpResponse:
    """Tell one thing once more."""
    delivery = get_object_or_404(WebhookDelivery.objects.select_related("webhook"), pk=pk)
    replay_delivery(delivery, by=request.user)
    messages.success(request, _("It is told once more."))
    return redirect("engagement:webhook_detail", delivery.webhook_id)


def _shown(rows: QuerySet[WebhookDelivery], show: str) -> QuerySet[WebhookDelivery]:
    return rows.filter(state=show) if show in DeliveryState.values else rows


def _lines(rows: Iterable[WebhookDelivery]) -> Iterator[Line]:
    rows = list(rows)
    names = names_of(row.about for row in rows)
    for row in rows:
        number = row.about.rpartition(":")[2]
        is_there = row.about in names
        page = address_of(row.about) if is_there else ""
        yield Line(row, _words(row.event), names.get(row.about, number), page)


def _words(name: str) -> str | Promise:
    if name == TEST:
        return _("Test")
    event = event_named(name)
    return event.label if event else name
