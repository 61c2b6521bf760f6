"""Finding what happened since the clock last looked, for one address."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from crm.shop.models import AuditEntry
from engagement.models import Webhook
from engagement.webhooks.events import Event, Found, event_named

# Numbers and times are given out before they can be seen, but no change takes so long from its line in the
# trail to its end: the last minutes are always looked at again.
OVERLAP = timedelta(minutes=15)
AT_A_TIME = 1_000
Happening = tuple[Event, Found]


def what_happened(webhook: Webhook) -> Iterator[list[Happening]]:
    """All of what it wants to know, some at a time, some of it a second time."""
    events = [event for name in webhook.events if (event := event_named(name))]
    for lines in _lines(webhook, [verb for event in events for verb in event.verbs]):
        yield [happening for event in events for happening in _told_by(lines, event)]
    since = max(webhook.looked_up_to - OVERLAP, webhook.since)
    for event in events:
        if event.look:
            yield [(event, found) for found in event.look(since)]


def _lines(webhook: Webhook, verbs: Sequence[str]) -> Iterator[list[AuditEntry]]:
    """The trail from where it was read up to, some lines at a time."""
    wanted = AuditEntry.objects.filter(verb__in=verbs, at__gte=webhook.since).order_by("pk")
    read_up_to = webhook.seen_up_to
    while lines := list(wanted.filter(pk__gt=read_up_to)[:AT_A_TIME]):
        yield lines
        read_up_to = lines[-1].pk


def _told_by(lines: Sequence[AuditEntry], event: Event) -> Iterator[Happening]:
    mine = [line for line in lines if line.verb in event.verbs]
    if not mine:
        return
    chosen = event.which(mine) if event.which else {line.pk: {} for line in mine}
    for line in mine:
        if line.pk in chosen:
            yield event, Found(line.about, line.at, f"trail:{line.pk}", chosen[line.pk])
