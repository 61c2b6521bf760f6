"""How our mail is doing, for the page of the mail room, the banner and Today."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from crm.shop.mail import StaysHere, why_mail_stays_here
from crm.shop.models import User
from crm.shop.permissions import Permission
from crm.web.paging import capped_count
from engagement.actions.mail_room import sent_lately
from engagement.actions.message import BULK_FROM
from engagement.actions.server_away import server_away
from engagement.mailbox_state import mailbox_in_words, unreadable_lately
from engagement.models import MailRoom, Message, MessageState
from engagement.pace import Left, Limits, day_limit, warm_up_ends
from engagement.transport import SMTP
from engagement.trouble import Away

LATELY = timedelta(days=14)


@dataclass(frozen=True)
class MailState:
    """What the page of the mail room shows above its form."""

    room: MailRoom
    stays_here: StaysHere | None
    way_out: str
    left: Left
    letters: object
    bulk: object
    oldest_letter_at: datetime | None
    day_limit: int
    warm_up_ends: object
    away: Away | None
    mailbox: str
    unreadable: int


def mail_state(room: MailRoom, now: datetime) -> MailState:
    """Everything at once."""
    due = Message.objects.due(now)
    limits = Limits(room.per_minute, room.per_hour, room.per_day, room.warm_up_from)
    letters = due.filter(priority__lt=BULK_FROM)
    return MailState(
        room=room,
        stays_here=why_mail_stays_here(),
        way_out=_way_out(),
        left=sent_lately(now),
        letters=capped_count(letters),
        bulk=capped_count(due.filter(priority__gte=BULK_FROM)),
        oldest_letter_at=letters.order_by("not_before").values_list("not_before", flat=True).first(),
        day_limit=day_limit(limits, timezone.localdate(now)),
        warm_up_ends=warm_up_ends(limits),
        away=server_away(),
        mailbox=mailbox_in_words(),
        unreadable=unreadable_lately(),
    )


def count_doubtful(user: User, now: datetime) -> int:
    """How many mails were perhaps sent lately, for those who may have them sent again."""
    if not user.can(Permission.MESSAGE_SEND):
        return 0
    doubtful = Message.objects.visible_to(user).filter(state=MessageState.UNKNOWN)
    return doubtful.filter(decided_at__gt=now - LATELY).count()


def _way_out() -> str:
    """The server or the provider, without any password."""
    if settings.MAIL_TRANSPORT == SMTP:
        return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    return str(settings.MAIL_TRANSPORT).removeprefix("anymail.backends.").removesuffix(".EmailBackend")
