"""An address that does not answer: left alone for a while, then switched off, and the owners are told."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crm.shop.models import ShopSettings, User
from engagement.actions.message import Draft, plan_message
from engagement.actions.webhook import pause_webhook
from engagement.models import MessageClass, PauseReason, Webhook
from engagement.webhooks.pauses import DEAD_AFTER, rest_after
from engagement.webhooks.posting import Answer

MAIL, GIVEN_UP = "webhook", "given_up"
GONE = 410


def note_success(number: int) -> None:
    """It answers: all is well again."""
    failing = Webhook.objects.filter(pk=number, failing_since__isnull=False)
    failing.update(failing_since=None, failures=0, rests_until=None)


def let_others_first(number: int, *, took: timedelta, now: datetime) -> None:
    """Whoever takes long to answer has its turn again after so long: it holds up nobody else."""
    Webhook.objects.filter(pk=number, failing_since=None).update(rests_until=now + took)


def note_failure(number: int, answer: Answer, *, given_up: bool, now: datetime) -> None:
    """Leave it alone for a while; tell the owners when something was given up, and when it is over."""
    rows = Webhook.objects.filter(pk=number)
    webhook = rows.select_for_update(no_key=True).get()
    webhook.failing_since = webhook.failing_since or now
    rests_until = now + rest_after(webhook.failures)
    rows.update(failing_since=webhook.failing_since, failures=F("failures") + 1, rests_until=rests_until)
    if answer.status == GONE:
        switch_off(webhook, because=PauseReason.GONE)
    elif now - webhook.failing_since >= DEAD_AFTER:
        switch_off(webhook, because=PauseReason.DEAD)
    elif given_up:
        _tell_owners(webhook, GIVEN_UP)


def switch_off(webhook: Webhook, *, because: PauseReason) -> None:
    """Tell it nothing any more until somebody has looked; the owners are told."""
    webhook = pause_webhook(webhook, because=because, by=None)
    _tell_owners(webhook, because)


def _tell_owners(webhook: Webhook, what: str) -> None:
    """Once for each time that it is not well."""
    shop = ShopSettings.current()
    language = shop.language if shop else settings.LANGUAGE_CODE
    begun = (webhook.failing_since or timezone.now()).timestamp()
    for owner in User.objects.owners():
        with translation.override(language):
            subject, words = _words(what)
            draft = Draft(
                dedupe_key=f"{MAIL}:{webhook.pk}:{what}:{begun:.0f}:{owner.pk}",
                message_class=MessageClass.TRANSACTIONAL,
                purpose=MAIL,
                subject=subject,
                body=f"{words}\n\n{{{{ webhook }}}}\n{{{{ page }}}}",
                context={"webhook": webhook.name, "page": _page(webhook)},
            )
            plan_message(draft, staff=owner, by=None)


def _words(what: str) -> tuple[str, str]:
    if what == GIVEN_UP:
        return _("A program could not be told"), _(
            "It has not taken what we told it for three days, so some of it was given up. "
            "You can have it told once more when the other side works again:"
        )
    return _("A program is not told any more"), _(
        "It did not answer for days, or cannot be reached any more, so we have stopped telling it anything. "
        "Look at it, and switch it on again when the other side works:"
    )


def _page(webhook: Webhook) -> str:
    return settings.PUBLIC_URL + reverse("engagement:webhook_detail", args=[webhook.pk])
