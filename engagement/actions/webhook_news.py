"""The clock looks what happened, and writes down what is to be told to whom."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import AuditEntry, User
from engagement.models import Webhook, WebhookDelivery
from engagement.webhooks.looking import OVERLAP, Happening, what_happened
from engagement.webhooks.pauses import GIVEN_UP_AFTER

TEST = "test"
KEPT_FOR = timedelta(days=30)


def note_what_happened(now: datetime) -> int:
    """For every address that is told anything; how many tellings are new. Twice changes nothing."""
    return sum(note_for(webhook, now) for webhook in Webhook.objects.running().order_by("pk"))


def note_for(webhook: Webhook, now: datetime) -> int:
    """For one address; how many tellings are new."""
    # Asked before the look: what comes in during it is found the next time.
    position = _read_up_to(webhook, now)
    new = sum(_write(webhook, happenings, now) for happenings in what_happened(webhook))
    # Paused and resumed meanwhile: its new beginning stands.
    Webhook.objects.filter(pk=webhook.pk, since=webhook.since).update(seen_up_to=position, looked_up_to=now)
    return new


def _read_up_to(webhook: Webhook, now: datetime) -> int:
    settled = AuditEntry.objects.filter(at__lt=now - OVERLAP, pk__gt=webhook.seen_up_to)
    return settled.order_by("-pk").values_list("pk", flat=True).first() or webhook.seen_up_to


def _write(webhook: Webhook, happenings: Sequence[Happening], now: datetime) -> int:
    """Each once: the key of address, cause and event sees to it when two look at the same moment."""
    causes = [found.cause for _event, found in happenings]
    known = WebhookDelivery.objects.filter(webhook=webhook, cause__in=causes)
    told = set(known.values_list("event", "cause"))
    rows = [
        WebhookDelivery(
            webhook=webhook,
            event=event.name,
            about=found.about,
            more=dict(found.more),
            happened_at=found.at,
            cause=found.cause,
            not_before=now,
            expires_at=now + GIVEN_UP_AFTER,
        )
        for event, found in happenings
        if (event.name, found.cause) not in told
    ]
    WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)


@transaction.atomic
def send_test(webhook: Webhook, *, by: User) -> WebhookDelivery:
    """Something to try the other side with; it is about nobody."""
    now = timezone.now()
    test = WebhookDelivery(webhook=webhook, event=TEST, happened_at=now, not_before=now)
    test.cause, test.expires_at = f"test:{test.number}", now + GIVEN_UP_AFTER
    test.save()
    audit.record("webhook.tested", webhook, by=by)
    return test


def forget_old_deliveries(now: datetime) -> int:
    """What was told a month ago, or could not be told, is nobody's question any more."""
    forgotten, _each = WebhookDelivery.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    return forgotten
