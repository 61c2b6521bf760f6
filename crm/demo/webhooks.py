"""A program that was told of the demo shop's sales, until Olga paused it: nothing leaves a demo."""

from datetime import timedelta

from crm.demo.shop import Frame
from crm.shop.sealing import seal
from customers.models import Purchase
from engagement.actions.webhook import PURPOSE
from engagement.models import DeliveryState, Obstacle, PauseReason, Webhook, WebhookDelivery
from engagement.webhooks.pauses import GIVEN_UP_AFTER
from engagement.webhooks.signature import new_secret

SALES = [f"purchase.{what}" for what in ("recorded", "refunded")]
TOLD = 6


def write_webhooks(frame: Frame) -> None:
    """Its last tellings, one of which did not get through."""
    now = frame.days.now
    webhook = Webhook.objects.create(
        name="Bookkeeping",
        address="https://books.example/regulars",
        events=SALES,
        secret=seal(new_secret(), purpose=PURPOSE),
        looked_up_to=now,
        since=now - timedelta(days=40),
        paused_at=now - timedelta(days=1),
        paused_by=frame.staff["Olga"],
        paused_because=PauseReason.BY_HAND,
        created_by=frame.staff["Olga"],
    )
    sales = Purchase.objects.filter(at__lt=now - timedelta(days=4)).order_by("-at")[:TOLD]
    rows = [_told(webhook, sale, has_arrived=place != 1) for place, sale in enumerate(sales)]
    WebhookDelivery.objects.bulk_create(reversed(rows))


def _told(webhook: Webhook, sale: Purchase, *, has_arrived: bool) -> WebhookDelivery:
    return WebhookDelivery(
        webhook=webhook,
        event=SALES[sale.is_refund],
        about=f"{Purchase._meta.label_lower}:{sale.pk}",
        cause=f"demo:{sale.pk}",
        happened_at=sale.at,
        state=DeliveryState.DELIVERED if has_arrived else DeliveryState.FAILED,
        attempts=1 if has_arrived else 9,
        status=204 if has_arrived else 503,
        obstacle="" if has_arrived else Obstacle.REFUSED,
        not_before=sale.at,
        expires_at=sale.at + GIVEN_UP_AFTER,
        decided_at=sale.at if has_arrived else sale.at + GIVEN_UP_AFTER,
    )
