"""Stopping the mail of the Monday letter, and letting it go out again."""

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from metrics.models import LetterRules


@transaction.atomic
def stop_letter(*, by: User | None) -> LetterRules:
    """No letter by mail from now on; twice is once."""
    rules = _held()
    if rules.is_sent:
        rules.stopped_at, rules.stopped_by = timezone.now(), by
        rules.save()
        audit.record("monday_letter.stopped", rules, by=by)
    return rules


@transaction.atomic
def send_letter_again(*, by: User | None) -> LetterRules:
    """The next one leaves when the doors open on its Monday; twice is once."""
    rules = _held()
    if not rules.is_sent:
        rules.stopped_at = rules.stopped_by = None
        rules.save()
        audit.record("monday_letter.sent_again", rules, by=by)
    return rules


def _held() -> LetterRules:
    LetterRules.objects.get_or_create(pk=1)
    return LetterRules.objects.select_for_update().get(pk=1)
