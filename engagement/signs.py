"""What stops our mail, and what we tell other programs: for the banner and Today."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, Subquery
from django.db.models.expressions import Combinable

from crm.shop.models import ShopSettings
from crm.shop.signs import read_sign, sign
from engagement.actions.server_away import AWAY_SINCE
from engagement.models import MailRoom, PauseReason, Webhook


class Halt(NamedTuple):
    """Since when no mail leaves, news wait, or the server cannot be reached."""

    stopped_at: datetime | None
    braked_at: datetime | None
    away_since: datetime | None


def stopped_or_braked(shop: ShopSettings | None) -> Halt | None:
    """What needs somebody; None while all is well."""
    halt = Halt(*(read_sign(shop, f"mail_{name}") for name in Halt._fields))
    return halt if any(halt) else None


@sign("mail_stopped_at")
def mail_stopped_at() -> Combinable:
    """The server does not want us."""
    return Subquery(MailRoom.objects.filter(pk=1).values("stopped_at"))


@sign("mail_braked_at")
def mail_braked_at() -> Combinable:
    """Too much came back."""
    return Subquery(MailRoom.objects.filter(pk=1).values("braked_at"))


@sign("mail_away_since")
def mail_away_since() -> Combinable:
    """The server cannot be reached, and people were told."""
    return AWAY_SINCE


@sign("webhook_is_off")
def webhook_is_off() -> Combinable:
    """A program that does not answer is told nothing any more."""
    off = Webhook.objects.filter(paused_at__isnull=False).exclude(paused_because=PauseReason.BY_HAND)
    return Exists(off)
