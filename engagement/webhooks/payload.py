"""What a telling says: which event, when, and the number of the thing. Never what somebody said or is."""

import json
from datetime import UTC
from typing import Any

from django.conf import settings
from django.urls import reverse

from engagement.models import WebhookDelivery
from engagement.webhooks.events import event_named, number_of


def body_of(delivery: WebhookDelivery) -> bytes:
    """The same at every try."""
    happened = delivery.happened_at.astimezone(UTC).isoformat(timespec="seconds")
    said = {
        "type": delivery.event,
        "timestamp": happened.replace("+00:00", "Z"),
        "data": _numbers_of(delivery),
    }
    return json.dumps(said, separators=(",", ":")).encode()


def _numbers_of(delivery: WebhookDelivery) -> dict[str, Any]:
    number, event = number_of(delivery.about), event_named(delivery.event)
    about: dict[str, Any] = {"id": number} if number is not None else {}
    if number is not None and event and event.door:
        about["url"] = settings.PUBLIC_URL + reverse(event.door, args=[number])
    return {**about, **delivery.more}
