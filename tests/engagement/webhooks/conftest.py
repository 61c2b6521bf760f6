"""A program in the shop's own network that is told of everything."""

from collections.abc import Iterator
from typing import Any

import pytest

from crm.shop.models import User
from engagement.actions.webhook import Target, add_webhook
from engagement.models import Webhook
from engagement.webhooks.events import all_events
from tests.engagement.webhooks.receiver import Receiver, listening


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    with listening() as found:
        settings.WEBHOOK_OWN_NETWORK = [found.address]
        yield found


@pytest.fixture
def told(receiver: Receiver, olga: User) -> tuple[Webhook, str]:
    """It and its secret."""
    everything = [event.name for event in all_events()]
    return add_webhook(Target("Books", f"{receiver.address}/shop?a=1", everything), by=olga)


@pytest.fixture
def webhook(told: tuple[Webhook, str]) -> Webhook:
    return told[0]
