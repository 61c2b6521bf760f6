"""Fetching the mail that customers sent to the shop's mailbox."""

import logging
import time
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import ShopSettings
from engagement.actions.inbound_mail import receive_mail
from engagement.inbound.mailbox import Mailbox, MailboxProblem, MailboxTrouble, open_mailbox
from engagement.inbound.parsing import MOST_BYTES, MailRefused
from engagement.mailbox_state import COULD_NOT_READ, WELL, mailbox_trouble

logger = logging.getLogger(__name__)
# What lay unread for longer when the mailbox was named is history, and nobody waits for it.
OLDEST = timedelta(days=14)
MOST_MAILS, MOST_BYTES_AT_ONCE, MOST_SECONDS = 50, 50_000_000, 40
MOST_TRIES = 5
# A server that restarts is no news.
PATIENCE = timedelta(minutes=15)
AWAY_SINCE = "mailbox_away_since"


def may_fetch() -> bool:
    """Not into the demo, and not into a copy that was restored: the real shop would miss these mails."""
    shop = ShopSettings.current()
    return bool(shop and not shop.is_demo and shop.mail_held_since is None)


def fetch_mail() -> int:
    """Take in what is new; how many mails that were. One that cannot be read stops no other."""
    address = settings.MAILBOX
    if address is None or not may_fetch():
        return 0
    taken = refused = 0
    try:
        with open_mailbox(address) as mailbox:
            for uid, size in _within_bounds(mailbox):
                outcome = _take_in(mailbox, uid, size)
                taken, refused = taken + (outcome is True), refused + (outcome is False)
    except MailboxTrouble as trouble:
        note_mailbox(trouble.kind)
    else:
        note_mailbox(None)
    if refused:
        audit.record(COULD_NOT_READ, by=None, counts={"mails": refused})
    return taken


@transaction.atomic
def note_mailbox(problem: MailboxProblem | None) -> None:
    """Write down that something changed: once when it breaks, once when it is well again."""
    if problem is None:
        cache.delete(AWAY_SINCE)
    elif problem == MailboxProblem.AWAY and not _is_away_for_long():
        return
    known = mailbox_trouble()
    if (known.kind if known else None) != problem:
        audit.record(problem or WELL, by=None)


def _is_away_for_long() -> bool:
    now = timezone.now()
    since = cache.get_or_set(AWAY_SINCE, now, timeout=24 * 3600) or now
    return bool(now - since >= PATIENCE)


def _within_bounds(mailbox: Mailbox) -> Iterator[tuple[str, int]]:
    """(UID, bytes), the oldest first, until there were enough; the next minute brings the rest."""
    ends, read = time.monotonic() + MOST_SECONDS, 0
    for uid in mailbox.unread(since=timezone.now().date() - OLDEST, most=MOST_MAILS):
        size = mailbox.size(uid)
        read += min(size, MOST_BYTES)
        if read > MOST_BYTES_AT_ONCE or time.monotonic() > ends:
            return
        if size:  # else somebody took it away meanwhile
            yield uid, size


def _take_in(mailbox: Mailbox, uid: str, size: int) -> bool | None:
    """True: it is in. False: flagged, because nobody can read it. None: perhaps the next time.

    It is marked when it is safely in the book: who dies in between reads it again, and twice is once.
    """
    try:
        if size > MOST_BYTES:
            raise MailRefused
        raw = mailbox.raw(uid)
        is_in = _receive(raw, uid)
    except MailRefused:
        is_in = False
    if is_in is not None:
        mailbox.mark(uid, flagged=not is_in)
    return is_in


def _receive(raw: bytes, uid: str) -> bool | None:
    """Whatever goes wrong with one mail, the others come in; after some tries people have to look at it."""
    try:
        receive_mail(raw)
    except MailRefused:
        return False
    except Exception:
        logger.exception("mail_not_taken_in uid=%s", uid)
        key = f"mailbox_tries:{uid}"
        tries = int(cache.get(key, 0)) + 1
        cache.set(key, tries, timeout=24 * 3600)
        return False if tries >= MOST_TRIES else None
    return True
