"""Sending what is due: one mail after the other through one open door, for some seconds at a time."""

import logging
import time
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from crm.shop.mail import why_mail_stays_here
from crm.shop.models import User
from crm.web.planner import plans_kept
from customers.models import Customer
from engagement import outcome
from engagement.actions.mail_room import sent_lately
from engagement.actions.message import BULK_FROM
from engagement.actions.sending import claim_next, mark_sent, put_off, skip, write_down
from engagement.actions.server_away import note_reached, server_away
from engagement.addresses import address_hash
from engagement.composing import Letterhead, compose, letterhead
from engagement.desk import Desk, Seen, lay_out, on_the_desk
from engagement.eligibility import address_for, why_not_any_more, why_not_to_them
from engagement.envelope import sealed
from engagement.field_values import looks_things_up
from engagement.last_look import may_have_changed
from engagement.look_ahead import look_ahead, nothing_is_against
from engagement.models import EmailTemplateVersion, MailRoom, Message, SkipReason
from engagement.pace import Limits, distance, room_left
from engagement.transport import Door
from engagement.trouble import Away, Trouble, TroubleKind
from engagement.turn import next_allowed, why_not_its_turn

logger = logging.getLogger(__name__)
# The room is looked at again so often: pausing, stopping and limits take effect within it.
LOOK_EVERY = 2.0
# A task never takes long: whoever stops the worker need not wait.
SHIFT_SECONDS = 5.0
MOST_LATE = 0.2
# After these the next mail would fare no better.
ENDS_THE_SHIFT = {TroubleKind.AWAY, TroubleKind.STOP}
MANY = 1_000_000


@dataclass
class Shift:
    """Some seconds of work at one queue."""

    is_bulk: bool
    door: Door
    is_capturing: bool = field(default_factory=lambda: why_mail_stays_here() is not None)
    desk: Desk | None = None
    head: Letterhead | None = None
    room: int = 0
    distance: float = 0.0  # seconds from one mail to the next
    next_at: float = 0.0
    looked_at: float = 0.0
    ahead: dict[int, Seen | None] = field(default_factory=dict)
    away: Away | None = None  # the server could not be reached the last time
    sent: int = 0
    is_done: bool = False  # nothing is due any more, or the next mail would fare no better

    def may_go_on(self) -> bool:
        """Is the way free, and is there room for one more?"""
        if self.room <= 0 or time.monotonic() - self.looked_at > LOOK_EVERY:
            self._look()
        return self.room > 0

    def keep_distance(self) -> None:
        """Wait until the next may follow. Who is late catches up with a few, never with many."""
        now = time.monotonic()
        self.next_at = max(self.next_at + self.distance, now - MOST_LATE) if self.next_at else now
        time.sleep(max(0.0, self.next_at - now))

    def _look(self) -> None:
        self.looked_at, self.desk = time.monotonic(), lay_out()
        self.ahead = {}
        self.head = letterhead(self.desk.shop)
        self.away = None if self.is_capturing else server_away()
        is_away = self.away is not None and timezone.now() < self.away.until
        is_free = self.head is not None and is_way_free(self.desk, is_bulk=self.is_bulk) and not is_away
        limits = _limits(self.desk.room)
        self.distance = 0 if self.is_capturing else distance(limits, is_bulk=self.is_bulk)
        self.room = _places(limits, self) if is_free else 0


def is_way_free(desk: Desk, *, is_bulk: bool) -> bool:
    """Held after a restore, refused by the server, or braked: then it waits."""
    is_held = desk.shop is None or desk.shop.mail_held_since is not None
    is_stopped = desk.room.stopped_at is not None
    return not (is_held or is_stopped or (is_bulk and desk.room.braked_at is not None))


def _limits(room: MailRoom) -> Limits:
    return Limits(room.per_minute, room.per_hour, room.per_day, room.warm_up_from)


def _places(limits: Limits, shift: Shift) -> int:
    """How many mails may leave now; what stays here has no limit."""
    if shift.is_capturing:
        return MANY
    now = timezone.now()
    return room_left(limits, sent_lately(now), timezone.localdate(now), is_bulk=shift.is_bulk)


def send_due(*, is_bulk: bool, seconds: float = SHIFT_SECONDS) -> Shift:
    """Send what is due until nothing is, or the limits are reached, or the time is over."""
    ends_at = time.monotonic() + seconds
    with Door() as door, plans_kept():
        shift = Shift(is_bulk, door)
        while not shift.is_done and time.monotonic() < ends_at:
            message = None
            if shift.may_go_on():
                shift.keep_distance()
                message = claim_next(timezone.now(), is_bulk=is_bulk)
            if message is None:
                shift.is_done = True
            else:
                deliver(message, shift)
    return shift


def deliver(message: Message, shift: Shift) -> None:
    """One claimed mail, to whatever end. A mail that cannot be made stops no other."""
    assert shift.desk is not None  # noqa: S101 - no shift begins without a look
    try:
        with on_the_desk(shift.desk):
            mail = _prepare(message, shift)
        if mail is None:
            return
        provider_id = "" if shift.is_capturing else shift.door.hand_over(mail)
    except Trouble as trouble:
        shift.is_done = trouble.kind in ENDS_THE_SHIFT
        outcome.settle(message, trouble)
    except Exception as problem:
        logger.exception("mail_not_made message=%s", message.pk)
        outcome.settle_poison(message, problem)
    else:
        mark_sent(message, provider_id=provider_id, is_captured=shift.is_capturing)
        shift.sent, shift.room = shift.sent + 1, shift.room - 1
        if shift.away:
            note_reached()
            shift.away = None


def _prepare(message: Message, shift: Shift) -> EmailMessage | None:
    """Ask, write, keep, and ask once more: None when it does not leave now."""
    assert shift.head is not None  # noqa: S101 - no shift begins without a shop
    now = timezone.now()
    if not _may_go(message, shift, now) and _stays(message, shift.head, now):
        return None
    if not _write(message, shift.head):
        return None
    # They may have said no while it was being written.
    if reason := _last_look(message):
        skip(message, reason)
        return None
    return sealed(message, shift.head.brand)


def _may_go(message: Message, shift: Shift, now: datetime) -> bool:
    """Does what was found out ahead let it go on? It is used once: then they have got a mail."""
    assert shift.desk is not None and shift.head is not None  # noqa: S101, PT018 - as above
    if message.template_version_id:
        message.template_version = shift.desk.row(EmailTemplateVersion, message.template_version_id)
    if message.created_by_id:
        message.created_by = shift.desk.row(User, message.created_by_id)
    if not shift.is_bulk or message.customer_id is None or message.staff_id is not None:
        return False
    if message.customer_id not in shift.ahead:
        shift.ahead = look_ahead(message.customer_id, now, BULK_FROM)
    seen = shift.ahead.pop(message.customer_id)
    if seen is None:
        return False
    message.customer = seen.customer
    with on_the_desk(replace(shift.desk, seen=seen)):
        return nothing_is_against(message, now, shift.head.manners)


def _stays(message: Message, head: Letterhead, now: datetime) -> bool:
    """Ask about this one mail alone whatever may be against it, and do as the answer says."""
    message.customer = _as_they_are_now(message)
    # Found once: every question below asks about this address.
    message.to_email = address_for(message, message.customer)
    if reason := why_not_any_more(message, message.customer, now):
        skip(message, reason)
    elif later := next_allowed(message, now, head.manners):
        put_off(message, until=later, counts=False)
    elif reason := why_not_its_turn(message, message.customer, now, head.manners):
        skip(message, reason)
    else:
        return False
    return True


def _last_look(message: Message) -> SkipReason | None:
    now = timezone.now()
    if not may_have_changed(message, now):
        return None
    return why_not_to_them(message, _as_they_are_now(message), now)


def _write(message: Message, head: Letterhead) -> bool:
    """Compose and keep it, with its links, or neither; False when it cannot leave so."""
    if not looks_things_up(message):  # then one statement writes it all
        kept = _compose_and_keep(message, head)
    else:
        with transaction.atomic():
            kept = _compose_and_keep(message, head)
            transaction.set_rollback(not kept)
    if kept is None:
        skip(message, SkipReason.MISSING_WORDS)
    return bool(kept)


def _compose_and_keep(message: Message, head: Letterhead) -> bool | None:
    """None when a word for it is missing, False when somebody else has it by now."""
    composed = compose(message, message.customer, message.to_email, head)
    if composed.missing and not message.is_test:
        return None
    return write_down(message, composed, to_hash=address_hash(message.to_email))


def _as_they_are_now(message: Message) -> Customer | None:
    if message.customer_id is None:
        return None
    return Customer.objects.select_related("preference").filter(pk=message.customer_id).first()
