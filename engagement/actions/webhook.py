"""Whom we tell: added, changed, paused, given another secret, removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import AuditEntry, User
from crm.shop.sealing import seal, unseal
from crm.shop.stale import SomebodyWasFaster, changed_fields
from engagement.actions.webhook_news import note_for
from engagement.models import DeliveryState, PauseReason, Webhook
from engagement.webhooks.pauses import GIVEN_UP_AFTER
from engagement.webhooks.signature import new_secret

PURPOSE = "webhooks"
MOST = 20
# So long the receiver may take to learn the new secret.
BOTH_FOR = timedelta(days=1)


class TooManyWebhooks(Exception):
    """Each costs work at everything that happens."""


@dataclass(frozen=True)
class Target:
    """Who is told, and of what."""

    name: str
    address: str
    events: Sequence[str]


@transaction.atomic
def add_webhook(target: Target, *, secret: str = "", by: User | None) -> tuple[Webhook, str]:
    """Tell this address from now on; the second half of the answer is the secret, shown this once.

    Raises TooManyWebhooks.
    """
    if Webhook.objects.count() >= MOST:
        raise TooManyWebhooks
    secret = secret or new_secret()
    webhook = Webhook(
        **_values(target), **_from_now_on(), secret=seal(secret, purpose=PURPOSE), created_by=by
    )
    webhook.save()
    audit.record("webhook.added", webhook, by=by)
    return webhook, secret


@transaction.atomic
def edit_webhook(webhook: Webhook, target: Target, *, version: int, by: User | None) -> Webhook:
    """Raises SomebodyWasFaster when it was changed since. Nothing new changes nothing."""
    webhook = _held(webhook)
    values = _values(target)
    changed = changed_fields(webhook, values)
    if changed and webhook.version != version:
        raise SomebodyWasFaster
    if changed:
        if "events" in changed:
            _begin_anew(webhook, values)
        for name, value in values.items():
            setattr(webhook, name, value)
        webhook.version += 1
        webhook.save(update_fields=[*values, "version"])
        audit.record("webhook.edited", webhook, by=by, fields=changed)
    return webhook


@transaction.atomic
def renew_secret(webhook: Webhook, *, by: User) -> tuple[Webhook, str]:
    """A new secret, shown this once; for a day what is told is signed with the one before, too."""
    webhook, secret = _held(webhook), new_secret()
    webhook.secret_before, webhook.secret = webhook.secret, seal(secret, purpose=PURPOSE)
    webhook.secret_before_until = timezone.now() + BOTH_FOR
    webhook.save(update_fields=["secret", "secret_before", "secret_before_until"])
    audit.record("webhook.secret_renewed", webhook, by=by)
    return webhook, secret


@transaction.atomic
def pause_webhook(
    webhook: Webhook, *, because: PauseReason = PauseReason.BY_HAND, by: User | None
) -> Webhook:
    """Tell it nothing for now; what happens meanwhile is not told later. Twice is once."""
    webhook = _held(webhook)
    if webhook.is_running:
        webhook.paused_at, webhook.paused_by, webhook.paused_because = timezone.now(), by, because
        webhook.save(update_fields=["paused_at", "paused_by", "paused_because"])
        audit.record("webhook.paused", webhook, by=by)
    return webhook


@transaction.atomic
def resume_webhook(webhook: Webhook, *, by: User) -> Webhook:
    """Tell it what happens from now on, and what was waiting. Twice is once."""
    webhook = _held(webhook)
    if not webhook.is_running:
        values = {**_from_now_on(), "paused_at": None, "paused_by": None, "paused_because": ""}
        values |= {"failing_since": None, "failures": 0, "rests_until": None}
        for name, value in values.items():
            setattr(webhook, name, value)
        webhook.save(update_fields=values)
        # It waited for us, not for them: what was to be told has its three days from here.
        waiting = webhook.deliveries.filter(state=DeliveryState.WAITING)
        waiting.update(expires_at=timezone.now() + GIVEN_UP_AFTER)
        audit.record("webhook.resumed", webhook, by=by)
    return webhook


@transaction.atomic
def remove_webhook(webhook: Webhook, *, by: User | None) -> None:
    """Tell it nothing ever again; its log goes with it. Twice is once."""
    if standing := Webhook.objects.select_for_update().filter(pk=webhook.pk).first():
        audit.record("webhook.removed", standing, by=by)
        standing.delete()


def secrets_in_force(webhook: Webhook) -> list[str]:
    """With which it is signed now, the newest first. Raises CannotBeRead."""
    sealed = [webhook.secret]
    if webhook.secret_before_until and webhook.secret_before_until > timezone.now():
        sealed.append(webhook.secret_before)
    return [unseal(each, purpose=PURPOSE) for each in sealed]


def _held(webhook: Webhook) -> Webhook:
    return Webhook.objects.select_for_update().get(pk=webhook.pk)


def _values(target: Target) -> dict[str, Any]:
    return {"name": target.name, "address": target.address, "events": sorted(set(target.events))}


def _begin_anew(webhook: Webhook, values: dict[str, Any]) -> None:
    """What is ticked now is told from now on, not from an hour ago; what was ticked before is noted first."""
    if webhook.is_running:
        note_for(webhook, timezone.now())
    values |= _from_now_on()


def _from_now_on() -> dict[str, Any]:
    now = timezone.now()
    newest = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    return {"seen_up_to": newest or 0, "looked_up_to": now, "since": now}
