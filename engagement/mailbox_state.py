"""How our mailbox is doing: the last thing that the trail says of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.shop.models import AuditEntry
from engagement.inbound.mailbox import MailboxProblem

WELL, COULD_NOT_READ = "mailbox.well", "mailbox.could_not_read"
LATELY = timedelta(days=14)
WHAT_TO_DO: dict[str, str | Promise] = {
    MailboxProblem.AWAY: _("Its server cannot be reached. Mail waits there, and we go on trying."),
    MailboxProblem.UNTRUSTED: _(
        "Its server cannot prove who it is, so we do not give it our password. Check the name in INBOUND_URL."
    ),
    MailboxProblem.REFUSED: _("It does not take our name and password. Put them right in INBOUND_URL."),
    MailboxProblem.NO_FOLDER: _("It has no such folder. Put its name right in INBOUND_URL."),
}


@dataclass(frozen=True)
class Trouble:
    """What is wrong with the mailbox, since when, and what to do."""

    kind: str
    since: datetime

    @property
    def words(self) -> str:
        return str(WHAT_TO_DO[self.kind])


def mailbox_trouble() -> Trouble | None:
    """None while all is well, and where no mailbox is named. One look at the trail's end for each verb."""
    if settings.MAILBOX is None:
        return None
    newest = [_last_of(verb) for verb in (*WHAT_TO_DO, WELL)]
    last = newest[0].union(*newest[1:], all=True).order_by("-pk").first()
    return Trouble(last["verb"], last["at"]) if last and last["verb"] != WELL else None


def unreadable_lately() -> int:
    """How many mails were flagged in the mailbox because nobody could read them."""
    if settings.MAILBOX is None:
        return 0
    flagged = AuditEntry.objects.filter(verb=COULD_NOT_READ, at__gt=timezone.now() - LATELY)
    return sum(counts.get("mails", 0) for counts in flagged.values_list("counts", flat=True)[:1_000])


def mailbox_in_words() -> str:
    """Server and folder, without name and password."""
    address = settings.MAILBOX
    return f"{address.host}/{address.folder}" if address else ""


def _last_of(verb: str) -> QuerySet[AuditEntry, Any]:
    return AuditEntry.objects.filter(verb=verb).order_by("-pk").values("pk", "verb", "at")[:1]
