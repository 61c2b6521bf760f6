"""Telling what waits: one after the other, for some seconds at a time."""

import time
from datetime import datetime, timedelta

from django.utils import timezone

from crm.shop.models import ShopSettings
from crm.shop.sealing import CannotBeRead
from engagement.actions.webhook import secrets_in_force
from engagement.actions.webhook_delivery import (
    claim_delivery,
    put_back,
    settle_delivery,
    sweep_deliveries,
)
from engagement.actions.webhook_news import note_what_happened
from engagement.actions.webhook_trouble import let_others_first, switch_off
from engagement.models import PauseReason, Webhook, WebhookDelivery
from engagement.webhooks.payload import body_of
from engagement.webhooks.posting import post
from engagement.webhooks.signature import signed_headers

SHIFT_SECONDS, SLOW = 5.0, timedelta(seconds=1)
HEADERS = {"Content-Type": "application/json", "User-Agent": "Regulars-Webhooks/1"}


def tell_all(now: datetime, *, seconds: float = SHIFT_SECONDS) -> int:
    """Look what happened, and tell what is due; how many were tried."""
    shop = ShopSettings.current()
    # After a restore nothing leaves until somebody says that this is the shop: see mail_held_since.
    if shop is None or shop.mail_held_since or not Webhook.objects.running().exists():
        return 0
    sweep_deliveries(now)
    note_what_happened(now)
    tried, ends_at = 0, time.monotonic() + seconds
    while time.monotonic() < ends_at and (delivery := claim_delivery(timezone.now())):
        tell_one(delivery)
        tried += 1
    return tried


def tell_one(delivery: WebhookDelivery) -> None:
    """One claimed telling, to whatever end."""
    webhook, body = delivery.webhook, body_of(delivery)
    try:
        in_force = secrets_in_force(webhook)
    except CannotBeRead:
        put_back(delivery)
        switch_off(webhook, because=PauseReason.UNREADABLE)
        return
    began = timezone.now()
    signed = signed_headers(str(delivery.number), int(began.timestamp()), body, in_force)
    answer = post(webhook.address, body, HEADERS | signed)
    now = timezone.now()
    settle_delivery(delivery, answer, now=now)
    if now - began > SLOW:
        let_others_first(webhook.pk, took=now - began, now=now)
