"""Many workers at the same moment: each telling is one worker's."""

from django.utils import timezone

from engagement.actions.webhook_delivery import claim_delivery
from engagement.actions.webhook_news import send_test


def test_eight_workers_take_five_tellings_once_each(real_commits, webhook, olga, at_once):
    waiting = {send_test(webhook, by=olga).pk for _time in range(5)}

    taken = at_once(8, lambda _number: claim_delivery(timezone.now()))

    assert sorted(delivery.pk for delivery in taken if delivery) == sorted(waiting)
