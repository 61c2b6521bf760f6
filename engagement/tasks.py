"""What the clock does on this floor. Tasks carry ids only; running one twice changes nothing."""

from celery import shared_task
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.doorbell import ring
from engagement.actions.mail_room import brake_if_needed
from engagement.actions.message import SEND_LETTERS
from engagement.actions.sending import sweep_leases
from engagement.delivery import send_due
from engagement.one_at_a_time import one_at_a_time

BULK_LOCK = 4_001
SEND_BULK = "engagement.tasks.send_bulk"


@shared_task
def send_letters(message_id: int = 0) -> None:
    """Send what people asked for. A bell says which mail it rang for; all that is due goes along."""
    if not send_due(is_bulk=False).is_done:
        ring(SEND_LETTERS, message_id)


@shared_task
def send_bulk(_message_id: int = 0) -> None:
    """Send surveys, review requests and news: one worker at a time, so that other work has one too."""
    with one_at_a_time(BULK_LOCK) as is_ours:
        shift = send_due(is_bulk=True) if is_ours else None
    if shift is None:
        return
    if shift.sent:
        audit.record("message.sent", by=None, counts={"messages": shift.sent})
    if not shift.is_done:
        ring(SEND_BULK, 0)


@shared_task
def look_after_mail() -> None:
    """Take up what a dead worker left, and brake when too much comes back."""
    now = timezone.now()
    sweep_leases(now)
    brake_if_needed(now)
