"""Reminding those who have to act: the clock climbs the ladder of each complaint, every rung once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.actions.till import today_in_the_shop
from crm.shop.models import ShopSettings, User
from crm.shop.opening_hours import OpeningHours
from crm.shop.permissions import Permission
from crm.shop.standing_in import who_acts_for
from engagement.actions.message import Draft, plan_message
from engagement.models import MessageClass
from engagement.places import Places
from feedback.actions.complaint import whoever_leads
from feedback.actions.complaint_chase import ask_again
from feedback.actions.complaint_event import Line, climb_of, read_clocks, set_clocks, write_event
from feedback.complaint_clock import clocks_of
from feedback.complaint_ladder import Rung, Whom, due_rungs, rungs
from feedback.complaint_targets import CLOCK_WORDS
from feedback.models import Complaint, ComplaintRules, EventKind

PURPOSE = "complaint_reminder"
PRIORITY = 6
WORKED_OUT = ("due_at", "due_clock", "look_at")


@transaction.atomic
def remind_of_complaint(complaint_id: int, *, now: datetime) -> int:
    """Climb the rungs whose time has come; how many they were. Another worker's complaint is left to them."""
    rows = Complaint.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
        "owner", "customer"
    )
    complaint = rows.to_look_at(now).filter(pk=complaint_id).first()
    if complaint is None:
        return 0
    shop = ShopSettings.objects.get()
    hours = Places(shop).hours_of(complaint.location_id)
    due = _due(complaint, hours, now)
    ours = [rung for rung in due if not _is_theirs(complaint, rung, hours, now)]
    if not due:
        set_clocks(complaint)
        complaint.save(update_fields=WORKED_OUT)
    with translation.override(shop.language):
        remind_people(complaint, ours, hours=hours, now=now)
    return len(due)


def remind_people(complaint: Complaint, due: Sequence[Rung], *, hours: OpeningHours, now: datetime) -> None:
    """A line in the log for each rung, and the mails."""
    for rung in due:
        to = _people(complaint, rung)[0]
        write_event(complaint, Line(EventKind.REMINDED, to=to, step=rung.key), by=None)
    _mail_all(complaint, due, hours, now)


def refresh_clocks() -> int:
    """Holidays, hours and times change: work out anew what is due, for all that is open; how many changed."""
    shop = ShopSettings.current()
    if shop is None:
        return 0
    places, targets, changed = Places(shop), ComplaintRules.current().clock_targets, []
    for complaint in Complaint.objects.open().prefetch_related("events"):
        before = [getattr(complaint, name) for name in WORKED_OUT]
        log = sorted(complaint.events.all(), key=lambda event: event.pk)
        read_clocks(complaint, log, places.hours_of(complaint.location_id), targets)
        if before != [getattr(complaint, name) for name in WORKED_OUT]:
            changed.append(complaint)
    return Complaint.objects.bulk_update(changed, WORKED_OUT) if changed else 0


def _due(complaint: Complaint, hours: OpeningHours, now: datetime) -> list[Rung]:
    log = list(complaint.events.order_by("pk"))
    climb = climb_of(complaint, clocks_of(log, hours, ComplaintRules.current().clock_targets), log)
    return due_rungs(rungs(climb, hours), {event.step for event in log}, now)


def _is_theirs(complaint: Complaint, rung: Rung, hours: OpeningHours, now: datetime) -> bool:
    """Was the customer asked, so that none of us has to?"""
    return rung.whom == Whom.CUSTOMER and ask_again(complaint, rung.key, hours=hours, now=now)


def _people(complaint: Complaint, rung: Rung) -> Sequence[User | None]:
    if rung.whom == Whom.OWNER:
        owners = [_acting(complaint, one) for one in User.objects.owners().order_by("pk")]
        return owners or [whoever_leads()]
    cares = complaint.owner if complaint.owner and complaint.owner.is_active else None
    person = whoever_leads() if rung.whom == Whom.LEAD else cares or whoever_leads()
    return [_acting(complaint, person) if person else None]


def _acting(complaint: Complaint, person: User) -> User:
    """Whoever stands in while they are away, and may see it; else whoever leads and is here, else they."""

    def may_act(stand_in: User) -> bool:
        sees = not complaint.is_about_staff or stand_in.can(Permission.COMPLAINT_SEE_STAFF)
        return sees and stand_in.can(Permission.COMPLAINT_WORK)

    today = today_in_the_shop()
    return who_acts_for(person, on=today, may_act=may_act) or whoever_leads(but=person) or person


def _mail_all(complaint: Complaint, due: Sequence[Rung], hours: OpeningHours, now: datetime) -> None:
    """One mail for each person, however many rungs it were; by night only what cannot wait."""
    told: dict[User, list[Rung]] = {}
    for rung in due:
        for person in _people(complaint, rung):
            if person is not None:
                told.setdefault(person, []).append(rung)
    for person, mine in told.items():
        opening = None if complaint.is_urgent else hours.next_opening(now)
        _mail(complaint, person, mine, not_before=opening)


def _mail(complaint: Complaint, person: User, mine: Sequence[Rung], *, not_before: datetime | None) -> None:
    draft = Draft(
        dedupe_key=f"{PURPOSE}:{complaint.pk}:{mine[0].key}:{person.pk}",
        message_class=MessageClass.TRANSACTIONAL,
        purpose=PURPOSE,
        about=audit.label(complaint),
        subject=_("Complaint %s needs you") % complaint.reference,
        body="{{ promises }}",
        context={"promises": "\n".join([*_facts(complaint), *map(_line, mine)])},
        priority=PRIORITY,
        not_before=not_before,
    )
    plan_message(draft, staff=person, by=None)


def _facts(complaint: Complaint) -> list[str]:
    cares = str(complaint.owner) if complaint.owner else _("nobody")
    return [
        _("%(number)s of %(who)s, %(state)s")
        % {"number": complaint.reference, "who": complaint.who, "state": complaint.get_state_display()},
        _("Who cares for it: %s") % cares,
    ]


def _line(rung: Rung) -> str:
    clock = CLOCK_WORDS.get(rung.key.partition(":")[0])
    return f"{clock}: {rung.words}" if clock else str(rung.words)
