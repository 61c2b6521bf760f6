"""The life of an announcement: written, scheduled, settled, sent; paused, called off."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from customers.stale import refuse_stale
from engagement.actions.announcement_freeze import freeze_recipients, plan_all, purpose_of
from engagement.actions.message import cancel_messages
from engagement.linter import Finding, problems_of
from engagement.models import (
    Announcement,
    AnnouncementState,
    EmailTemplate,
    Message,
    MessageClass,
    MessageState,
)
from engagement.models.message import MessageQuerySet

State = AnnouncementState
# Which state may follow which.
MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SCHEDULED, State.CANCELLED}),
    State.SCHEDULED: frozenset({State.DRAFT, State.SENDING, State.CANCELLED}),
    State.SENDING: frozenset({State.PAUSED, State.DONE, State.CANCELLED}),
    State.PAUSED: frozenset({State.SENDING, State.CANCELLED}),
    State.DONE: frozenset(),
    State.CANCELLED: frozenset(),
}
# Where a paused mail waits: nobody looks for what is due there.
FAR_AWAY = datetime(9000, 1, 1, tzinfo=UTC)
STRAGGLERS_COME_WITHIN = timedelta(days=30)


class AnnouncementMovedOn(Exception):
    """Somebody else, or the clock, has taken it further already."""


class AnnouncementIsNotReady(Exception):
    """Something about its words has to be put right before it may leave."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(len(findings))
        self.findings = findings


@dataclass(frozen=True)
class Plan:
    """What somebody may change about an announcement before it is sent."""

    kind: str
    name: str
    template: EmailTemplate
    topic: str
    query: str
    hold_out_percent: int
    starts_at: datetime | None = None
    place: str = ""
    seats: int | None = None


@transaction.atomic
def make_announcement(plan: Plan, *, by: User | None) -> Announcement:
    """A draft: nobody gets anything yet."""
    announcement = Announcement.objects.create(**_values(plan), created_by=by)
    audit.record("announcement.made", announcement, by=by)
    return announcement


@transaction.atomic
def edit_announcement(
    announcement: Announcement, plan: Plan, *, version: int, by: User | None
) -> Announcement:
    """Change it, as long as who gets it is not settled.

    Raises SomebodyWasFaster when `version` is not the stored one, AnnouncementMovedOn when it is too late.
    """
    announcement = Announcement.objects.select_for_update(of=("self",)).get(pk=announcement.pk)
    refuse_stale(announcement, version)
    if announcement.state not in {State.DRAFT, State.SCHEDULED}:
        raise AnnouncementMovedOn(announcement.state)
    changed = [name for name, value in _values(plan).items() if getattr(announcement, name) != value]
    if changed:
        for name in changed:
            setattr(announcement, name, _values(plan)[name])
        announcement.version += 1
        announcement.save(update_fields=[*changed, "version"])
        audit.record("announcement.edited", announcement, by=by, fields=changed)
    return announcement


def _values(plan: Plan) -> dict[str, object]:
    return {**{name: getattr(plan, name) for name in asdict(plan)}, "template": plan.template}


@transaction.atomic
def schedule_announcement(announcement: Announcement, *, at: datetime, by: User | None) -> Announcement:
    """It leaves at this moment; who gets it is settled then.

    Raises AnnouncementIsNotReady when its words may not leave as they are.
    """
    if findings := findings_of(announcement):
        raise AnnouncementIsNotReady(findings)
    announcement = _move(announcement, State.SCHEDULED, by=by)
    announcement.send_at = at
    announcement.save(update_fields=["send_at"])
    return announcement


def findings_of(announcement: Announcement) -> list[Finding]:
    """What stands in the way of sending it."""
    found = problems_of(announcement.template.current, MessageClass.MARKETING)
    return [finding for finding in found if finding.is_error]


@transaction.atomic
def unschedule_announcement(announcement: Announcement, *, by: User | None) -> Announcement:
    """Back to a draft."""
    return _move(announcement, State.DRAFT, by=by)


@transaction.atomic
def start_announcement(announcement_id: int, *, now: datetime) -> Announcement | None:
    """The clock: settle who gets it and plan their mails, all or nothing; None when it is not due."""
    waiting = Announcement.objects.due(now).filter(pk=announcement_id)
    announcement = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if announcement is None:
        return None
    freeze_recipients(announcement)
    count = plan_all(announcement)
    announcement.state, announcement.frozen_at = State.SENDING, now
    announcement.save(update_fields=["state", "frozen_at"])
    audit.record("announcement.started", announcement, by=None, counts={"messages": count})
    return announcement


@transaction.atomic
def pause_announcement(announcement: Announcement, *, by: User | None) -> Announcement:
    """What has not left stays; one mail that a worker holds at this moment may still go."""
    announcement = _move(announcement, State.PAUSED, by=by)
    _planned(announcement).update(not_before=FAR_AWAY)
    return announcement


@transaction.atomic
def resume_announcement(announcement: Announcement, *, by: User | None) -> Announcement:
    """Go on where it stopped."""
    announcement = _move(announcement, State.SENDING, by=by)
    _planned(announcement).filter(not_before=FAR_AWAY).update(not_before=timezone.now())
    return announcement


@transaction.atomic
def cancel_announcement(announcement: Announcement, *, by: User | None) -> Announcement:
    """Nothing more of it leaves."""
    announcement = _move(announcement, State.CANCELLED, by=by)
    cancel_messages(purpose=purpose_of(announcement), by=by)
    return announcement


@transaction.atomic
def hold_stragglers(now: datetime) -> None:
    """The clock: what a worker held in that moment and gave back unsent (a quiet hour) stays as well."""
    held = Announcement.objects.filter(state__in=(State.PAUSED, State.CANCELLED))
    for announcement in held.filter(frozen_at__gt=now - STRAGGLERS_COME_WITHIN):
        given_back = _planned(announcement).exclude(not_before=FAR_AWAY)
        if announcement.state == State.PAUSED:
            given_back.update(not_before=FAR_AWAY)
        elif given_back.exists():
            cancel_messages(purpose=purpose_of(announcement), by=None)


@transaction.atomic
def finish_announcement(announcement_id: int, *, now: datetime) -> bool:
    """The clock: it is done when nothing of it waits any more."""
    sending = Announcement.objects.filter(pk=announcement_id, state=State.SENDING)
    announcement = sending.select_for_update(skip_locked=True, of=("self",)).first()
    open_states = [MessageState.PLANNED, MessageState.SENDING]
    if announcement is None or _mails(announcement).filter(state__in=open_states).exists():
        return False
    announcement.state, announcement.finished_at = State.DONE, now
    announcement.save(update_fields=["state", "finished_at"])
    return True


def _mails(announcement: Announcement) -> MessageQuerySet:
    return Message.objects.filter(purpose=purpose_of(announcement))


def _planned(announcement: Announcement) -> MessageQuerySet:
    return _mails(announcement).filter(state=MessageState.PLANNED)


def _move(announcement: Announcement, to: AnnouncementState, *, by: User | None) -> Announcement:
    locked = Announcement.objects.select_for_update(of=("self",)).get(pk=announcement.pk)
    if locked.state == to:
        return locked
    if to not in MOVES[locked.state]:
        raise AnnouncementMovedOn(locked.state)
    locked.state = to
    locked.save(update_fields=["state"])
    audit.record(f"announcement.{to}", locked, by=by)
    return locked
