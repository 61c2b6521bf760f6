"""Complaints in the demo shop: put right, explained, waiting, offered, and two that came yesterday."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from email.utils import parseaddr
from itertools import groupby
from operator import attrgetter

from crm.demo.cast import Person
from crm.demo.choosing import Choice
from crm.demo.dice import dice
from crm.demo.reading import rows as read
from crm.demo.shop import Frame
from crm.demo.writers import who_logs
from crm.demo.writing import Rows
from crm.shop.actions import audit
from crm.shop.location_calendar import opening_hours_of
from crm.shop.opening_hours import OpeningHours
from customers.models import Direction, Interaction, Mood
from feedback.actions.complaint_event import read_clocks
from feedback.actions.complaint_timeline import AS_A_CHANNEL
from feedback.actions.decision_letter import letter_values
from feedback.actions.root_cause import install_starter_causes
from feedback.complaint_clock import after_working_days
from feedback.complaint_targets import TARGETS, Clock
from feedback.kinds import COMPLAINT, COMPLAINT_NEWS
from feedback.models import (
    Complaint,
    ComplaintEvent,
    ComplaintRules,
    ComplaintState,
    Decision,
    DecisionLetter,
    EventKind,
    Remedy,
    RootCause,
    Stance,
    WhyNot,
)
from feedback.models.complaint import CLOSED, WAITING

# The way of each: what happened, as what it stood from then on, and how many open days after it came.
Step = tuple[EventKind, str, int]
_HEARD: tuple[Step, ...] = (
    (EventKind.TAKEN, "received", 0),
    (EventKind.ACKNOWLEDGED, "acknowledged", 0),
)
_TOLD: tuple[Step, ...] = (*_HEARD, (EventKind.UPDATED, "acknowledged", 1))
_LOOKED: tuple[Step, ...] = (*_TOLD, (EventKind.MOVED, "investigating", 1))
_OFFERED: tuple[Step, ...] = (*_LOOKED, (EventKind.DECIDED, "offered", 3))
_ACCEPTED: tuple[Step, ...] = (*_OFFERED, (EventKind.MOVED, "accepted", 4))
_CLOSED: tuple[Step, ...] = (*_ACCEPTED, (EventKind.CLOSED, "closed_resolved", 4))
WAYS: dict[str, tuple[Step, ...]] = {
    "received": _HEARD[:1],
    "acknowledged": _HEARD,
    "investigating": _LOOKED,
    "waiting_customer": (
        *_TOLD,
        (EventKind.MOVED, "waiting_customer", 1),
        (EventKind.CHASED, "waiting_customer", 4),
    ),
    "waiting_supplier": (*_LOOKED, (EventKind.MOVED, "waiting_supplier", 2)),
    "offered": _OFFERED,
    "accepted": _ACCEPTED,
    "closed_resolved": _CLOSED,
    "closed_unresolved": (*_LOOKED, (EventKind.CLOSED, "closed_unresolved", 4)),
    "closed_withdrawn": (*_TOLD, (EventKind.CLOSED, "closed_withdrawn", 2)),
    "reopened": (*_CLOSED, (EventKind.REOPENED, "investigating", 12)),
}
PROMISING = (EventKind.TAKEN, EventKind.ACKNOWLEDGED, EventKind.UPDATED, EventKind.REOPENED)
SPOKEN = (EventKind.ACKNOWLEDGED, EventKind.UPDATED, EventKind.DECIDED, EventKind.CLOSED)
# What lay behind them, by what it was about; where nothing stands, nobody has said so yet.
CAUSES = {
    "The Salt Path, paperback": "product.faulty",
    "Lambswool throw": "product.faulty",
    "Brown teapot for four": "product.faulty",
    "Double knitting wool in heather": "product.wrong_item",
    "Reading lamp": "product.unsafe",
    "Parcel to Leeds": "delivery.late",
    "Hand-thrown mug in sea glaze": "third_party",
    "Fountain pen": "policy",
}
# What else was written down, by what it was about.
MORE: dict[str, dict[str, object]] = {
    "Lambswool throw": {
        "lot": "LW 0714",
        "whys": "Why did it run? The dye was not fixed.\nWhy not? The mill left out a bath.\n"
        "Why did it? The order was urgent.\nWhy was it? We had run out.\nWhy? Nobody counts in summer.",
    },
    "Children's night light": {"lot": "NL-2207", "care_note": "Very shaken. Ring her, do not write."},
    "Gift wrapping": {"is_public": True, "public_url": "https://social.example/@hallowford/1182"},
}
# Where somebody can go for whom we can do no more.
BODY = {
    "body_name": "Hallowford Consumer Disputes Panel",
    "body_website": "https://disputes-panel.example",
    "stance": Stance.PREPARED,
}
WORKED_OUT = ("root_cause", "due_at", "due_clock", "look_at", "next_update_at")
REASONS = (WhyNot.NO_FAULT, WhyNot.TOO_LATE)
AGAIN = "The new one does it as well."
ASKED_AGAIN = "We cannot go on without you. This is what we wrote to you:\n\n%s\n\nPlease answer this mail."
WITHIN = 0.05


@dataclass(frozen=True)
class When:
    """The trading days, and the hours of the door."""

    frame: Frame
    hours: OpeningHours


def write_complaints(people: Sequence[Person], rows: Rows, frame: Frame) -> None:
    """The complaints with their logs, what was decided and given, and what the timelines say of them."""
    choice, hours = Choice(people, "complaints"), opening_hours_of(frame.location, frame.shop)
    install_starter_causes(by=None)
    ComplaintRules.objects.create(pk=1, **BODY)
    told = read("complaints")
    complaints = Complaint.objects.bulk_create(_complaint(row, choice, rows, frame) for row in told)
    when = When(frame, hours)
    logs = [_log(complaint, row, when) for complaint, row in zip(complaints, told, strict=True)]
    events = ComplaintEvent.objects.bulk_create(event for log in logs for event in log)
    causes = {cause.key: cause for cause in RootCause.objects.all()}
    for complaint in complaints:
        complaint.root_cause = causes.get(CAUSES.get(complaint.product, ""))
    for complaint, log in groupby(events, attrgetter("complaint")):
        read_clocks(complaint, list(log), hours, TARGETS)
    Complaint.objects.bulk_update(complaints, WORKED_OUT)
    decisions = Decision.objects.bulk_create(_decisions(events))
    DecisionLetter.objects.bulk_create(_letter(decision) for decision in decisions)
    Remedy.objects.bulk_create(_remedies(complaints, frame))
    Interaction.objects.bulk_create(line for event in events for line in _lines(event))


def _complaint(row: tuple[str, ...], choice: Choice, rows: Rows, frame: Frame) -> Complaint:
    ago, way, severity, channel, who, product, wish, justified, _remedy, text = row
    story, _news, found = _said(text)
    state = ComplaintState(WAYS[way][-1][1])
    received_at = frame.days.later(frame.days.now, -int(ago), 0.4)
    complaint = Complaint(
        story=story,
        wish=wish,
        product=product,
        severity=int(severity.strip("!")),
        is_safety="!" in severity,
        channel=channel,
        location=frame.location,
        owner=frame.staff[who_logs(text, dice(f"who cares for {story}"))],
        received_at=received_at,
        justified=justified,
        findings=found.partition(". ")[0],
        state=state,
        closed_at=_moment(received_at, WAYS[way][-1][2], frame) if state in CLOSED else None,
        chase_on=frame.days.today + timedelta(days=3) if state in WAITING else None,
        reopened_count=1 if way == "reopened" else 0,
    )
    for name, value in MORE.get(product, {}).items():
        setattr(complaint, name, value)
    complaint.created_by = complaint.owner if channel != "web_form" else None
    if who == "customer":
        complaint.customer = rows[id(choice.one("email" if channel == "email" else "phone"))]
    else:
        complaint.contact_name, complaint.contact_email = parseaddr(who)
    return complaint


def _said(text: str) -> tuple[str, str, str]:
    story, news, found, *_rest = [*(part.strip() for part in text.split("=>")), "", ""]
    return story, news, found


def _moment(received_at: datetime, after: int, frame: Frame) -> datetime:
    return frame.days.later(received_at, after, WITHIN) if after else received_at


def _log(complaint: Complaint, row: tuple[str, ...], when: When) -> list[ComplaintEvent]:
    _story, news, found = _said(row[-1])
    words = {
        EventKind.TAKEN: complaint.story,
        EventKind.UPDATED: news,
        EventKind.DECIDED: found,
        # What was decided before is not told again.
        EventKind.CLOSED: "" if row[1] in {"closed_resolved", "reopened"} else found,
        EventKind.REOPENED: AGAIN,
        EventKind.CHASED: ASKED_AGAIN % news,
    }
    return [
        _event(complaint, step, words.get(step[0], ""), when)
        for step in WAYS[row[1]]
        if step[0] != EventKind.UPDATED or news
    ]


def _event(complaint: Complaint, step: Step, text: str, when: When) -> ComplaintEvent:
    kind, state, after = step
    at = _moment(complaint.received_at, after, when.frame)
    event = ComplaintEvent(complaint=complaint, kind=kind, state=state, at=at, text=text)
    event.severity, event.by = complaint.severity, complaint.owner
    event.is_by_clock = kind == EventKind.TAKEN and complaint.created_by is None
    event.channel = complaint.channel if kind in {EventKind.TAKEN, *SPOKEN} else ""
    if kind == EventKind.CHASED:
        event.by, event.is_by_clock, event.is_mailed, event.step = None, True, True, "ask:0:1"
    if kind in PROMISING:
        event.promised_at = after_working_days(when.hours, at, TARGETS[Clock.UPDATE][complaint.severity])
    is_open = complaint.is_open and kind != EventKind.MOVED
    complaint.next_update_at = event.promised_at if is_open else complaint.next_update_at
    return event


def _decisions(events: Sequence[ComplaintEvent]) -> Iterator[Decision]:
    reasons = iter(REASONS)
    for event in events:
        is_no = event.state == ComplaintState.CLOSED_UNRESOLVED
        if event.kind == EventKind.DECIDED or is_no:
            why_not = next(reasons) if is_no else ""
            yield Decision(
                complaint=event.complaint, text=event.text, why_not=why_not, at=event.at, by=event.by
            )


def _letter(decision: Decision) -> DecisionLetter:
    return DecisionLetter(decision=decision, **letter_values(decision, decision.complaint.channel))


def _remedies(complaints: Sequence[Complaint], frame: Frame) -> Iterator[Remedy]:
    for complaint, row in zip(complaints, read("complaints"), strict=True):
        kind, *sums = row[8].split() or [""]
        if kind:
            yield _remedy(complaint, kind, sums, frame)


def _remedy(complaint: Complaint, kind: str, sums: Sequence[str], frame: Frame) -> Remedy:
    at = frame.days.later(complaint.received_at, 2, WITHIN)
    remedy = Remedy(complaint=complaint, kind=kind, offered_at=at, offered_by=complaint.owner)
    remedy.is_goodwill = "goodwill" in sums
    numbers = [Decimal(number) for number in sums if number != "goodwill"]
    remedy.worth, remedy.cost = numbers if numbers else (None, None)
    remedy.needs_approval = remedy.weight > Decimal(50)
    if complaint.state in CLOSED or complaint.reopened_count:
        given_at = frame.days.later(complaint.received_at, 4, WITHIN)
        remedy.given_at, remedy.given_by = given_at, complaint.owner
        if remedy.needs_approval:
            remedy.approved_at, remedy.approved_by = given_at, frame.staff["Mark"]
    return remedy


def _lines(event: ComplaintEvent) -> Iterator[Interaction]:
    complaint = event.complaint
    is_news = event.kind in SPOKEN and event.text
    if complaint.customer is None or not (is_news or event.kind == EventKind.TAKEN):
        return
    label, _colon, number = audit.label(complaint).partition(":")
    yield Interaction(
        customer=complaint.customer,
        kind=COMPLAINT_NEWS.key if is_news else COMPLAINT.key,
        at=event.at,
        text=event.text,
        direction=Direction.OUTGOING if is_news else Direction.INCOMING,
        mood="" if is_news else Mood.UNHAPPY,
        channel=AS_A_CHANNEL[complaint.channel],  # type: ignore[index]
        location=complaint.location,
        staff=complaint.owner,
        about=f"{label}.{event.pk}:{number}" if is_news else f"{label}:{number}",
    )
