"""What the clock does on this floor. Tasks carry ids only; running one twice changes nothing."""

import logging

from celery import shared_task
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.actions.till import today_in_the_shop
from crm.shop.doorbell import ring
from engagement.actions import announcement, digest, email_template, enrolment
from engagement.actions.loyalty_running_out import expire_cards
from engagement.actions.loyalty_settling import settle_cards
from engagement.actions.mail_room import brake_if_needed
from engagement.actions.mailbox import fetch_mail
from engagement.actions.message import SEND_LETTERS
from engagement.actions.referral_thanks import thank_for_referrals
from engagement.actions.sending import sweep_leases
from engagement.actions.voucher_ledger import expire_vouchers
from engagement.actions.webhook_news import forget_old_deliveries
from engagement.delivery import send_due
from engagement.models import Announcement, AnnouncementState, Automation, Enrolment
from engagement.one_at_a_time import one_at_a_time
from engagement.webhooks.telling import tell_all

logger = logging.getLogger(__name__)
AT_A_TIME = 2_000
BULK_LOCK, MAILBOX_LOCK, WEBHOOK_LOCK = 4_001, 4_002, 4_003
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


@shared_task
def look_into_mailbox() -> None:
    """Fetch what customers wrote to the shop's mailbox, one worker at a time."""
    with one_at_a_time(MAILBOX_LOCK) as is_ours:
        if is_ours:
            fetch_mail()


@shared_task
def install_starter_templates() -> None:
    """A shop that has just opened gets the mails it may begin with."""
    email_template.install_starter_templates(by=None)


@shared_task
def plan_digests() -> None:
    """Tell colleagues in the morning what they promised for today."""
    digest.plan_digests(timezone.now())


@shared_task
def look_for_causes() -> None:
    """Ask for every automation that runs who has a new reason to enter it; one that fails stops no other."""
    for number in Automation.objects.running().values_list("pk", flat=True):
        try:
            enrolment.look_for_causes(number, now=timezone.now())
        except Exception:
            logger.exception("look_failed automation=%s", number)


@shared_task
def advance_enrolments() -> None:
    """Do the steps that are due; one that fails stops no other."""
    now = timezone.now()
    for number in list(Enrolment.objects.due(now).values_list("pk", flat=True)[:AT_A_TIME]):
        try:
            enrolment.advance_enrolment(number, now=now)
        except Exception:
            logger.exception("step_failed enrolment=%s", number)
            enrolment.put_off_broken(number, now=now)


@shared_task
def move_announcements() -> None:
    """Settle and begin those whose time has come, and finish those of which nothing waits any more."""
    now = timezone.now()
    for number in Announcement.objects.due(now).values_list("pk", flat=True):
        announcement.start_announcement(number, now=now)
    for number in Announcement.objects.filter(state=AnnouncementState.SENDING).values_list("pk", flat=True):
        announcement.finish_announcement(number, now=now)
    announcement.hold_stragglers(now)


@shared_task
def settle_loyalty_cards() -> None:
    """Stamps and points for what was bought, back for what was brought back."""
    settle_cards()


@shared_task
def thank_for_recommendations() -> None:
    """Whoever was sent has bought: thank both."""
    thank_for_referrals(timezone.now())


@shared_task
def let_rewards_run_out() -> None:
    """Take off the ledgers what was good until yesterday."""
    today = today_in_the_shop()
    expire_vouchers(today)
    expire_cards(today)


@shared_task
def tell_webhooks(_delivery_id: int = 0) -> None:
    """Tell other programs what happened: one worker at a time, so that a slow one holds up no other work."""
    with one_at_a_time(WEBHOOK_LOCK) as is_ours:
        if is_ours:
            tell_all(timezone.now())


@shared_task
def forget_old_webhook_deliveries() -> None:
    """The log goes back a month."""
    forget_old_deliveries(timezone.now())
