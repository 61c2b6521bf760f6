"""A mail server that cannot be reached: asked again after 1, 2, 4 … 30 minutes, and told after a while.

The pauses stand in the cache, for both queues alike: lost, they only begin anew. What people are told stands
in the trail.
"""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import Case, Subquery, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import AuditEntry, User
from engagement.models import MailRoom, Message, MessageState
from engagement.trouble import Away, next_away

AWAY, REACHED = "mail_room.away", "mail_room.reached"
KEY, KEPT = "mail_server_away", 24 * 3600
# A server that restarts is no news.
PATIENCE = timedelta(minutes=15)


def server_away() -> Away | None:
    """Since when and until when we do not ask; None while all is well."""
    known = cache.get(KEY)
    if known:
        return Away(*known)
    told = away_for_long()
    return Away(told, 1, told) if told else None


@transaction.atomic
def note_away(now: datetime) -> Away:
    """It could not be reached once more. Both queues at once are once."""
    known = server_away()
    if known and now < known.until:
        return known
    away = next_away(known, now)
    cache.set(KEY, tuple(away), KEPT)
    if now - away.since >= PATIENCE and away_for_long() is None:
        audit.record(AWAY, by=None)
    return away


@transaction.atomic
def note_reached() -> None:
    """A mail has left: all is well again."""
    cache.delete(KEY)
    if away_for_long():
        audit.record(REACHED, by=None)


@transaction.atomic
def ask_again_now(*, by: User) -> None:
    """Somebody says it is back: what waited for it leaves at once, if it is."""
    away = server_away()
    if away is None:
        return
    cache.set(KEY, (away.since, away.times, timezone.now()), KEPT)
    audit.record("mail_room.asked_again", MailRoom.objects.get(pk=1), by=by)
    waiting = Message.objects.filter(state=MessageState.PLANNED, attempts=0).exclude(problem="")
    waiting.filter(not_before__gt=timezone.now()).update(not_before=timezone.now())


def away_for_long() -> datetime | None:
    """Since when people know that it is away; None when it is not, or has been back since."""
    return MailRoom.objects.filter(pk=1).values_list(AWAY_SINCE, flat=True).first()


def _last(verb: str, name: str) -> Subquery:
    return Subquery(AuditEntry.objects.filter(verb=verb).order_by("-pk").values(name)[:1])


# The same for whoever asks about the room anyway: two looks at the end of the trail within one query.
AWAY_SINCE = Case(
    When(GreaterThan(_last(AWAY, "pk"), Coalesce(_last(REACHED, "pk"), 0)), then=_last(AWAY, "at"))
)
