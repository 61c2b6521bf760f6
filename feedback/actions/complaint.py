"""Complaints: taken, corrected, given to somebody, and a note for ourselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from crm.shop.actions.till import today_in_the_shop
from crm.shop.models import Absence, Location, ShopSettings, User
from crm.shop.permissions import Role
from customers.models import Customer, Purchase
from customers.stale import refuse_stale
from engagement.places import Places
from feedback.actions.complaint_event import Line, locked, write_event
from feedback.actions.complaint_timeline import log_complaint
from feedback.complaint_clock import after_working_days
from feedback.complaint_targets import Clock
from feedback.models import (
    Complaint,
    ComplaintChannel,
    ComplaintRules,
    ComplaintState,
    EventKind,
    Severity,
    Wish,
)


@dataclass(frozen=True)
class Taken:
    """A complaint as it was taken; `cause` ("feedback.review:7", a form's key) makes twice equal once."""

    story: str
    wish: str = Wish.NOT_ASKED
    customer: Customer | None = None
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    wish_words: str = ""
    product: str = ""
    lot: str = ""
    purchase: Purchase | None = None
    severity: int = Severity.USUAL
    is_safety: bool = False
    is_legal: bool = False
    is_discrimination: bool = False
    is_privacy: bool = False
    is_public: bool = False
    public_url: str = ""
    is_about_staff: bool = False
    colleagues: Sequence[User] = ()
    care_note: str = ""
    channel: str = ComplaintChannel.IN_STORE
    location: Location | None = None
    owner: User | None = None
    received_at: datetime | None = None
    cause: str = ""
    follows: Complaint | None = None

    def values(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


# What may be put right later: everything but who takes care of it and what it came by.
EDITABLE = (
    "story",
    "wish",
    "wish_words",
    "product",
    "lot",
    "purchase",
    "severity",
    "is_safety",
    "is_legal",
    "is_discrimination",
    "is_privacy",
    "is_public",
    "public_url",
    "is_about_staff",
    "colleagues",
    "care_note",
    "whys",
    "channel",
    "location",
    "contact_name",
    "contact_email",
    "contact_phone",
)


@transaction.atomic
def take_complaint(taken: Taken, *, by: User | None, is_told: bool = False) -> Complaint:
    """Write it down; its clocks run from now on. The same cause again gives the first one back.

    `is_told`: they stand before us and know that we heard them, so it is acknowledged as well.
    """
    complaint, is_new = _written_down(taken, by)
    if not is_new:
        return complaint
    complaint.next_update_at = first_promise(complaint)
    line = Line(
        EventKind.TAKEN,
        text=complaint.story,
        channel=complaint.channel,
        promised_at=complaint.next_update_at,
        at=complaint.received_at,
    )
    write_event(complaint, line, by=by)
    log_complaint(complaint, by=by)
    if is_told:
        _acknowledged_at_once(complaint, by=by)
    return complaint


@transaction.atomic
def edit_complaint(
    complaint: Complaint, values: Mapping[str, Any], *, version: int, by: User | None
) -> Complaint:
    """Correct what was written down. Raises SomebodyWasFaster when `version` is not the stored one."""
    complaint = locked(complaint)
    changed = [name for name in EDITABLE if name in values and not _says(complaint, name, values[name])]
    if changed:
        refuse_stale(complaint, version)
        for name in changed:
            _put(complaint, name, values[name])
        write_event(complaint, Line(EventKind.EDITED), by=by, fields=changed)
    return complaint


@transaction.atomic
def assign_complaint(complaint: Complaint, *, owner: User, by: User | None) -> Complaint:
    """Exactly one person cares for it: this one from now on. Twice is once."""
    complaint = locked(complaint)
    if complaint.owner != owner:
        complaint.owner = owner
        write_event(complaint, Line(EventKind.ASSIGNED, to=owner), by=by)
    return complaint


@transaction.atomic
def recognise_complainant(complaint: Complaint, *, customer: Customer, by: User | None) -> Complaint:
    """Whoever complained is this customer: it stands on their timeline from now on. Twice is once."""
    complaint = locked(complaint)
    if complaint.customer is None:
        complaint.customer = customer
        write_event(complaint, Line(EventKind.EDITED), by=by, fields=["customer"])
        log_complaint(complaint, by=by)
    return complaint


@transaction.atomic
def note_complaint(complaint: Complaint, text: str, *, by: User | None) -> Complaint:
    """A line for ourselves, which the customer never sees. The same line again changes nothing."""
    complaint = locked(complaint)
    last = complaint.events.order_by("-pk").first()
    if last is None or (last.kind, last.text, last.by) != (EventKind.NOTE, text, by):
        write_event(complaint, Line(EventKind.NOTE, text=text), by=by)
    return complaint


def first_promise(complaint: Complaint) -> datetime:
    """When they hear of us next, where nobody promised anything else."""
    hours = Places(ShopSettings.objects.get()).hours_of(complaint.location_id)
    days = ComplaintRules.current().clock_targets[Clock.UPDATE][complaint.severity]
    return after_working_days(hours, timezone.now(), days)


def whoever_leads(*, but: User | None = None) -> User | None:
    """Who cares for what came by itself: a manager, else the owner, rather one who is here; not `but`."""
    leading = User.objects.active().filter(role__in=(Role.MANAGER, Role.OWNER))
    leading = leading.exclude(pk=but.pk) if but else leading
    away = Absence.objects.of_the_day(today_in_the_shop()).filter(person=OuterRef("pk"))
    found: User | None = leading.order_by(Exists(away), "role", "pk").first()
    return found


def _says(complaint: Complaint, name: str, value: Any) -> bool:
    if name == "colleagues":
        return set(complaint.colleagues.all()) == set(value)
    return bool(getattr(complaint, name) == value)


def _put(complaint: Complaint, name: str, value: Any) -> None:
    if name == "colleagues":
        complaint.colleagues.set(value)
    else:
        setattr(complaint, name, value)


def _written_down(taken: Taken, by: User | None) -> tuple[Complaint, bool]:
    now = timezone.now()
    values = taken.values() | {
        "received_at": min(taken.received_at or now, now),
        "owner": taken.owner or by or whoever_leads(),
        "created_by": by,
    }
    colleagues = values.pop("colleagues")
    if taken.cause:
        complaint, is_new = Complaint.objects.get_or_create(cause=taken.cause, defaults=values)
    else:
        complaint, is_new = Complaint.objects.create(**values), True
    if is_new and colleagues:
        complaint.colleagues.set(colleagues)
    return complaint, is_new


def _acknowledged_at_once(complaint: Complaint, *, by: User | None) -> None:
    complaint.state = ComplaintState.ACKNOWLEDGED
    line = Line(EventKind.ACKNOWLEDGED, channel=complaint.channel, promised_at=complaint.next_update_at)
    write_event(complaint, line, by=by)
