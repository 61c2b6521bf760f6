"""The mail of the morning: what falls to somebody today, once a day, when the shop opens.

What a colleague promised who is away goes to whoever stands in.
"""

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.shop.models import ShopSettings, User
from crm.shop.opening_hours import OpeningHours
from crm.shop.permissions import Permission
from crm.shop.standing_in import stand_ins
from engagement.actions.message import Draft, plan_message
from engagement.enquiry_clock import with_hours
from engagement.models import FollowUp, Message, MessageClass, SkipReason
from engagement.places import Places
from engagement.still_true import asks_before_sending

PURPOSE = "digest"
WHOSE = "whose"  # beside the lines, in their order: by these numbers a line is found when somebody is erased
MOST = 25  # a mail is read on the way to work
PRIORITY = 15


def plan_digests(now: datetime) -> int:
    """From opening time on, one mail for each colleague who has something due; how many were planned."""
    shop = ShopSettings.current()
    if shop is None:
        return 0
    hours = with_hours(Places(shop).hours_of(None))
    today = now.astimezone(hours.zone).date()
    closes = closing_of(hours, today, now)
    return _plan_all(shop, today, now, closes) if closes else 0


def closing_of(hours: OpeningHours, today: date, now: datetime) -> datetime | None:
    """Until when today's mail makes sense; None before the door opens, after it shut, and on closed days."""
    spans = hours.spans_on(today)
    if not spans or not spans[0][0] <= now < spans[-1][1]:
        return None
    return spans[-1][1]


def _plan_all(shop: ShopSettings, today: date, now: datetime, closes: datetime) -> int:
    mine = _due_of_each(today)
    keys = {owner: f"{PURPOSE}:{owner.pk}:{today.isoformat()}" for owner in mine}
    known = set(Message.objects.filter(dedupe_key__in=keys.values()).values_list("dedupe_key", flat=True))
    waiting = [owner for owner in mine if keys[owner] not in known]
    for owner in waiting:
        with translation.override(shop.language):
            _plan(owner, keys[owner], mine[owner], today=today, times=(now, closes))
    return len(waiting)


def _due_of_each(today: date) -> dict[User, list[FollowUp]]:
    due = FollowUp.objects.due(today).filter(owner__is_active=True).select_related("owner", "customer")
    instead, mine = _who_does_it_instead(today), defaultdict(list)
    for follow_up in due.order_by("owner_id", "due_on", "pk"):
        mine[instead.get(follow_up.owner_id, follow_up.owner)].append(follow_up)
    return dict(mine)


def _who_does_it_instead(today: date) -> dict[int, User]:
    found = stand_ins(today).items()
    return {away: person for away, person in found if person.can(Permission.FOLLOW_UP_WORK)}


@transaction.atomic
def _plan(
    owner: User, key: str, rows: list[FollowUp], *, today: date, times: tuple[datetime, datetime]
) -> Message:
    count = len(rows)
    subject = ngettext("%d follow-up for today", "%d follow-ups for today", count) % count
    lines = [_line(follow_up, owner, today) for follow_up in rows[:MOST]]
    whose = " ".join(str(follow_up.customer_id) for follow_up in rows[:MOST])
    if count > MOST:
        lines.append(_("… and %d more.") % (count - MOST))
    draft = Draft(
        dedupe_key=key,
        message_class=MessageClass.TRANSACTIONAL,
        purpose=PURPOSE,
        subject=subject,
        body=_("Good morning. This is what you promised:") + "\n\n{{ promises }}",
        context={"promises": "\n".join(lines), WHOSE: whose},
        priority=PRIORITY,
        not_before=times[0],
        expires_at=times[1],
    )
    return plan_message(draft, staff=owner, by=None)


def _line(follow_up: FollowUp, reader: User, today: date) -> str:
    parts = [f"{follow_up.customer}: {follow_up.reason}"]
    if follow_up.owner != reader:
        parts.append(_("for %s") % follow_up.owner)
    if follow_up.due_on < today:
        parts.append(_("late since %s") % date_format(follow_up.due_on, "j F"))
    elif follow_up.due_time:
        parts.append(f"{follow_up.due_time:%H:%M}")
    return " · ".join(parts)


@asks_before_sending(PURPOSE)
def why_no_digest(message: Message, now: datetime) -> SkipReason | None:
    """Whoever has done everything meanwhile needs no mail about it."""
    shop = ShopSettings.current()
    if shop is None or message.staff is None:
        return SkipReason.NO_LONGER_TRUE
    today = now.astimezone(Places(shop).hours_of(None).zone).date()
    is_due = FollowUp.objects.due(today).cared_for_by(message.staff, on=today).exists()
    return None if is_due else SkipReason.NO_LONGER_TRUE
