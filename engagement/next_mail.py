"""What would we send somebody next, and why, or why nothing? Played through by the rules of sending."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from customers.models import ConsentTopic, Customer
from engagement.delivery import is_way_free
from engagement.desk import Desk, desk, on_the_desk
from engagement.eligibility import why_not_any_more, why_not_to_them
from engagement.foreseen import AHEAD, Foreseen, foreseen_for
from engagement.models import Automation, Message, MessageClass, SkipReason
from engagement.turn import Manners, manners_of, next_allowed, waits_for_its_turn, why_no_wait_helps

MOST_TURNS = 200
# These are about the person, whatever the mail.
ABOUT_THEM = {
    SkipReason.NO_ADDRESS,
    SkipReason.BAD_ADDRESS,
    SkipReason.SUPPRESSED,
    SkipReason.PAUSED,
    SkipReason.DO_NOT_DISTURB,
}


@dataclass(frozen=True)
class Coming:
    """One mail: when it leaves and why, or what is against it."""

    at: datetime
    message: Message
    because: str
    why_not: str | Promise = ""

    @property
    def title(self) -> str:
        """The name of its template: the subject holds words that are filled in when it is written."""
        version = self.message.template_version
        return version.template.name if version else self.message.title


@dataclass(frozen=True)
class Outlook:
    """The mails of the days to come, and one sentence where none of them leaves."""

    coming: Sequence[Coming]
    nothing: str
    looked_at: Sequence[str]  # what is sent by itself and on
    stands_still: bool
    days: int = AHEAD.days

    @property
    def first(self) -> Coming | None:
        return next((mail for mail in self.coming if not mail.why_not), None)


def outlook_for(customer: Customer, now: datetime) -> Outlook:
    """As things stand now: what nobody did yet cannot be foreseen."""
    here = desk()
    assert here.shop is not None  # noqa: S101 - no page opens before the shop does
    with on_the_desk(here):
        found = foreseen_for(customer, here.shop, now)
        coming = sorted(
            _played_through(found, customer, manners_of(here.shop), now), key=lambda mail: mail.at
        )
        nothing = "" if any(not mail.why_not for mail in coming) else _why_nothing(customer, coming, now)
    looked_at = list(Automation.objects.running().values_list("name", flat=True))
    return Outlook(coming, nothing, looked_at, _stands_still(here))


def _played_through(
    found: Sequence[Foreseen], customer: Customer, manners: Manners, now: datetime
) -> Iterator[Coming]:
    """One mail after the other, as the outbox takes them: the most urgent of those that are due first."""
    number = count()
    waiting = [
        (max(mail.message.not_before, now), mail.message.priority, next(number), mail) for mail in found
    ]
    heapq.heapify(waiting)
    for _turn in range(MOST_TURNS):
        if not waiting:
            return
        at, priority, _number, mail = heapq.heappop(waiting)
        reason = mail.refused or _label(why_not_any_more(mail.message, customer, at))
        later = None if reason else next_allowed(mail.message, at, manners)
        if later:
            heapq.heappush(waiting, (later, priority, next(number), mail))
            continue
        reason = reason or _label(why_no_wait_helps(mail.message, at, manners))
        if not reason and waits_for_its_turn(mail.message):
            manners = replace(manners, foreseen=[*manners.foreseen, at])
        yield Coming(at, mail.message, mail.because, reason)


def _label(reason: SkipReason | None) -> str | Promise:
    return reason.label if reason else ""


def _why_nothing(customer: Customer, coming: Sequence[Coming], now: datetime) -> str:
    """One clear sentence."""
    probe = Message(customer=customer, message_class=MessageClass.MARKETING, topic=ConsentTopic.NEWS)
    reason = why_not_to_them(probe, customer, now)
    if reason in ABOUT_THEM:
        return _("Nothing: %s.") % SkipReason(reason).label
    if coming:
        first = coming[0]
        return _("Nothing: “%(mail)s” would be next, but: %(reason)s.") % {
            "mail": first.title,
            "reason": first.why_not,
        }
    if not Automation.objects.running().exists():
        return _("Nothing: no mail waits for them, and nothing that is sent by itself is switched on.")
    return _("Nothing: no mail waits for them, and nothing that is sent by itself has a reason to write.")


def _stands_still(here: Desk) -> bool:
    return not is_way_free(here, is_bulk=True)
