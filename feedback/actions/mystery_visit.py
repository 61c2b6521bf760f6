"""Looking at the shop through a checklist: sent out, reported, watched at the counter, answered."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import Location, User
from engagement.models import PublicLink
from engagement.models.public_link import PublicLinkQuerySet
from engagement.public_links import PATHS, link_url, make_link
from feedback.checklist_points import add_up
from feedback.models import Checklist, MysteryVisit, VisitKind

LINK = "mystery"
PATHS[LINK] = "visit-report/"
# Who went on the last day still has a week to write it down.
TO_REPORT = timedelta(days=7)


@dataclass(frozen=True)
class Errand:
    """Where somebody shall go, when, and who."""

    location: Location
    first_on: date
    last_on: date
    evaluator: str


@dataclass(frozen=True)
class Report:
    """What somebody saw: a mark for each point, in their order."""

    visited_on: date
    marks: Sequence[str]
    notes: str = ""


@transaction.atomic
def assign_visit(checklist: Checklist, errand: Errand, *, by: User | None) -> MysteryVisit:
    """Send somebody; their link takes the report, once."""
    visit = MysteryVisit.objects.create(
        kind=VisitKind.SENT,
        checklist=checklist,
        points=_points(checklist),
        location=errand.location,
        first_on=errand.first_on,
        last_on=errand.last_on,
        evaluator=errand.evaluator,
        created_by=by,
    )
    make_link(LINK, about=audit.label(visit), expires_at=_end_of(errand.last_on + TO_REPORT))
    audit.record("mystery_visit.assigned", visit, by=by)
    return visit


@transaction.atomic
def report_visit(visit: MysteryVisit, report: Report, *, by: User | None) -> MysteryVisit:
    """Write down what they saw. The first report stands; a visit that was called off takes none."""
    visit = MysteryVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if visit.is_open:
        _score(visit, report)
        visit.save(update_fields=["visited_on", "marks", "notes", "earned", "possible", "done_at"])
        audit.record("mystery_visit.reported", visit, by=by)
    return visit


@transaction.atomic
def observe_colleague(
    checklist: Checklist, report: Report, *, colleague: User, location: Location, by: User
) -> MysteryVisit:
    """The same checklist beside the counter: the colleague reads it at once."""
    visit = MysteryVisit(
        kind=VisitKind.WATCHED,
        checklist=checklist,
        points=_points(checklist),
        location=location,
        first_on=report.visited_on,
        last_on=report.visited_on,
        colleague=colleague,
        created_by=by,
    )
    _score(visit, report)
    visit.save()
    audit.record("mystery_visit.observed", visit, by=by)
    return visit


@transaction.atomic
def call_off_visit(visit: MysteryVisit, *, by: User | None) -> MysteryVisit:
    """Nobody need go, and the link is over. Twice is once; what was reported stays."""
    visit = MysteryVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if visit.is_open:
        visit.called_off_at = timezone.now()
        visit.save(update_fields=["called_off_at"])
        _links(visit).update(revoked_at=visit.called_off_at)
        audit.record("mystery_visit.called_off", visit, by=by)
    return visit


@transaction.atomic
def answer_observation(visit: MysteryVisit, *, reply: str, by: User) -> MysteryVisit:
    """The colleague has read it, and says something to it or nothing. The first answer stands."""
    visit = MysteryVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if visit.read_at is None:
        visit.read_at, visit.reply = timezone.now(), reply
        visit.save(update_fields=["read_at", "reply"])
        audit.record("mystery_visit.answered", visit, by=by)
    return visit


def report_address(visit: MysteryVisit) -> str:
    """Where whoever goes writes it down; empty when nobody shall any more."""
    link = _links(visit).usable(timezone.now()).order_by("pk").first() if visit.is_open else None
    return link_url(link) if link else ""


def _links(visit: MysteryVisit) -> PublicLinkQuerySet:
    return PublicLink.objects.filter(purpose=LINK, about=audit.label(visit))


def _points(checklist: Checklist) -> list[dict[str, object]]:
    return [asdict(point) for point in checklist.asked]


def _score(visit: MysteryVisit, report: Report) -> None:
    tally = add_up(visit.asked, report.marks)
    visit.visited_on, visit.notes, visit.marks = report.visited_on, report.notes, list(report.marks)
    visit.earned, visit.possible, visit.done_at = tally.earned, tally.possible, timezone.now()


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time(0)))
