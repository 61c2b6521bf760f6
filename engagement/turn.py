"""Is it this mail's turn? Quiet hours, caps and the arbiter, asked at the moment of sending.

Only for mail that nobody asked for: surveys, review requests, marketing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from crm.shop.location_calendar import opening_hours_of
from crm.shop.models import Location, ShopSettings
from crm.shop.opening_hours import OpeningHours
from customers.models import Customer
from engagement.arbiter import Candidate, winner
from engagement.caps import A_MONTH, free_again
from engagement.desk import Seen, seen_ahead
from engagement.models import Message, MessageClass, MessageState, Preference, SkipReason
from engagement.quiet_hours import next_open


@dataclass(frozen=True)
class Manners:
    """The shop's opening calendars, read once for many mails."""

    zone: ZoneInfo
    calendars: Sequence[OpeningHours]
    foreseen: Sequence[datetime] = ()  # a look ahead counts mails that have not left yet


def manners_of(shop: ShopSettings) -> Manners:
    """The calendars of all places that are open for business."""
    places = Location.objects.open_for_business().prefetch_related("windows", "closures")
    return Manners(ZoneInfo(shop.time_zone), [opening_hours_of(place, shop) for place in places])


def waits_for_its_turn(message: Message) -> bool:
    """What people asked for, mail to colleagues and tests go out at any hour."""
    is_ours = message.staff_id is not None or message.is_test
    return message.message_class != MessageClass.TRANSACTIONAL and not is_ours


def next_allowed(message: Message, now: datetime, manners: Manners) -> datetime | None:
    """When it may leave at the earliest; None when that is now, or when no wait would help."""
    if not waits_for_its_turn(message):
        return None
    at = next_open(manners.calendars, _free_at(message, now, manners), zone=manners.zone)
    return at if at > now and not _is_too_late(message, at) else None


def why_not_its_turn(
    message: Message, customer: Customer | None, now: datetime, manners: Manners
) -> SkipReason | None:
    """They have had enough until it would be stale, the door stays shut until then, or another goes first."""
    if not waits_for_its_turn(message) or customer is None:
        return None
    if reason := why_no_wait_helps(message, now, manners):
        return reason
    return SkipReason.LOST_TO_ANOTHER if _is_beaten(message, customer, now) else None


def why_no_wait_helps(message: Message, now: datetime, manners: Manners) -> SkipReason | None:
    """Asked when `next_allowed` knows no later hour: is it the caps or the door that it cannot outwait?"""
    if not waits_for_its_turn(message):
        return None
    if _free_at(message, now, manners) > now:
        return SkipReason.TOO_OFTEN
    return SkipReason.STALE if next_open(manners.calendars, now, zone=manners.zone) > now else None


def _is_too_late(message: Message, at: datetime) -> bool:
    return message.expires_at is not None and message.expires_at <= at


def _free_at(message: Message, now: datetime, manners: Manners) -> datetime:
    """When they may get another mail they did not ask for."""
    if message.customer_id is None:
        return now
    if seen := _seen(message):
        wishes = getattr(seen.customer, "preference", None)
        return free_again(seen.sent_at, now, at_most_monthly=bool(wishes and wishes.at_most_monthly))
    sent = Message.objects.real().filter(
        customer=message.customer_id, state=MessageState.SENT, decided_at__gt=now - A_MONTH
    )
    times = sent.exclude(message_class=MessageClass.TRANSACTIONAL).values_list("decided_at", flat=True)
    is_monthly = Preference.objects.filter(customer=message.customer_id, at_most_monthly=True).exists()
    left = [*(at for at in times if at), *manners.foreseen]
    return free_again(left, now, at_most_monthly=is_monthly)


def _is_beaten(message: Message, customer: Customer, now: datetime) -> bool:
    """Does something more important to the same person wait for this very hour?"""
    mine, seen = Candidate(message.priority, message.not_before, message.pk), _seen(message)
    candidates = seen.waiting if seen else _rivals(message, customer, now)
    return winner([mine, *candidates]) != mine


def _rivals(message: Message, customer: Customer, now: datetime) -> list[Candidate]:
    """What else waits for them."""
    waiting = Message.objects.real().filter(
        customer=customer, state=MessageState.PLANNED, not_before__lte=now, staff=None
    )
    due = waiting.exclude(message_class=MessageClass.TRANSACTIONAL).exclude(pk=message.pk)
    return [Candidate(*row) for row in due.values_list("priority", "not_before", "pk")]


def _seen(message: Message) -> Seen | None:
    seen = seen_ahead()
    return seen if seen and seen.customer.pk == message.customer_id else None
