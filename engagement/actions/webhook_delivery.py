"""The way of one telling: taken under a lease, told, and how it ended; and told again when somebody asks.

Whoever holds the lease may move the row: a worker that was given up for dead changes nothing any more.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.doorbell import ring
from crm.shop.models import User
from engagement.actions.webhook_trouble import note_failure, note_success
from engagement.models import DeliveryState, Webhook, WebhookDelivery
from engagement.webhooks.pauses import GIVEN_UP_AFTER, pause_after
from engagement.webhooks.posting import Answer

# Longer than any answer may take, see posting.py.
LEASE = timedelta(seconds=60)
TELL = "engagement.tasks.tell_webhooks"
CLAIM = """
    UPDATE engagement_webhookdelivery AS taken
    SET state = 'sending', lease_token = %(token)s, lease_until = %(lease)s, attempts = attempts + 1
    WHERE taken.id = (
        SELECT delivery.id FROM engagement_webhookdelivery AS delivery
        JOIN engagement_webhook AS webhook ON webhook.id = delivery.webhook_id
        WHERE delivery.state = 'waiting' AND delivery.not_before <= %(now)s AND webhook.paused_at IS NULL
            AND (webhook.rests_until IS NULL OR webhook.rests_until <= %(now)s)
        ORDER BY delivery.not_before, delivery.id LIMIT 1 FOR UPDATE OF delivery SKIP LOCKED)
    RETURNING taken.*
"""
_LET_GO: dict[str, Any] = {"lease_until": None, "lease_token": ""}


def claim_delivery(now: datetime) -> WebhookDelivery | None:
    """Take what waits longest; two workers never take the same."""
    values = {"now": now, "lease": now + LEASE, "token": secrets.token_hex(16)}
    return next(iter(WebhookDelivery.objects.raw(CLAIM, values)), None)


@transaction.atomic
def settle_delivery(delivery: WebhookDelivery, answer: Answer, *, now: datetime) -> None:
    """Write down what came back; a lease that was lost meanwhile changes nothing."""
    held = _held(delivery)
    said = {**_LET_GO, "status": answer.status, "obstacle": answer.obstacle}
    if not answer.obstacle:
        if held.update(**said, state=DeliveryState.DELIVERED, decided_at=now):
            note_success(delivery.webhook_id)
        return
    again = now + pause_after(delivery.attempts)
    is_over = again > delivery.expires_at
    end: dict[str, Any] = {"state": DeliveryState.WAITING, "not_before": again}
    if is_over:
        end = {"state": DeliveryState.FAILED, "decided_at": now}
    if held.update(**said, **end):
        note_failure(delivery.webhook_id, answer, given_up=is_over, now=now)


def sweep_deliveries(now: datetime) -> None:
    """What a dead worker left waits again, and what waited for three days is given up."""
    waits = {"state": DeliveryState.WAITING, "not_before": now}
    WebhookDelivery.objects.abandoned(now).update(**_LET_GO, **waits)
    late = WebhookDelivery.objects.waiting().filter(expires_at__lt=now, webhook__paused_at=None)
    for webhook in late.values_list("webhook", flat=True).distinct().order_by():
        late.filter(webhook=webhook).update(state=DeliveryState.FAILED, decided_at=now)
        note_failure(webhook, Answer(), given_up=True, now=now)


@transaction.atomic
def replay_delivery(delivery: WebhookDelivery, *, by: User) -> WebhookDelivery:
    """Tell it once more, under the same number. What waits already waits on."""
    mine = WebhookDelivery.objects.filter(pk=delivery.pk)
    if _wait_anew(mine.filter(state__in=[DeliveryState.DELIVERED, DeliveryState.FAILED])):
        audit.record("webhook.replayed", delivery.webhook, by=by, counts={"deliveries": 1})
        ring(TELL, delivery.pk)
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def replay_failed(webhook: Webhook, *, by: User) -> int:
    """Tell everything once more that was given up; how many it are."""
    count = _wait_anew(webhook.deliveries.filter(state=DeliveryState.FAILED))
    if count:
        audit.record("webhook.replayed", webhook, by=by, counts={"deliveries": count})
        ring(TELL, webhook.pk)
    return count


def _wait_anew(rows: QuerySet[WebhookDelivery]) -> int:
    now = timezone.now()
    times = {"not_before": now, "expires_at": now + GIVEN_UP_AFTER, "decided_at": None}
    Webhook.objects.filter(deliveries__in=rows).update(rests_until=None)
    return rows.update(state=DeliveryState.WAITING, attempts=0, **times)


def put_back(delivery: WebhookDelivery) -> None:
    """It was not told after all, and that try does not count."""
    _held(delivery).update(**_LET_GO, state=DeliveryState.WAITING, attempts=F("attempts") - 1)


def _held(delivery: WebhookDelivery) -> QuerySet[WebhookDelivery]:
    ours = WebhookDelivery.objects.filter(pk=delivery.pk, lease_token=delivery.lease_token)
    return ours.filter(state=DeliveryState.SENDING)
