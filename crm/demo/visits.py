"""Looks at the demo shop: strangers whom Olga sent, and Mark beside the counter."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from django.utils import timezone

from crm.demo.reading import rows as read
from crm.demo.reading import split_outcome, text_lines
from crm.demo.shop import Frame
from crm.shop.actions import audit
from engagement.public_links import make_link
from feedback.actions.mystery_visit import LINK, TO_REPORT
from feedback.checklist_points import Mark, add_up
from feedback.models import Checklist, MysteryVisit, VisitKind

MARKS = {"y": Mark.YES, "p": Mark.PARTLY, "n": Mark.NO, "-": Mark.UNSEEN}
INTRO = "Buy a present for somebody you describe, up to £15; you get it back. Talk to whoever comes to you."
BEFORE, AFTER, NEXT_DAY = timedelta(days=4), timedelta(days=10), timedelta(hours=20)


def write_visits(frame: Frame) -> None:
    """One checklist; the last visit is still to come, and its link waits for the report."""
    points = "\n".join(text_lines("checklist"))
    checklist = Checklist.objects.create(name="A present for somebody", points=points, intro=INTRO)
    for row in read("visits"):
        visit = _planned(checklist, row, frame)
        if row[4]:
            _report(visit, row, frame)
        visit.save()
        if visit.is_open:
            about = audit.label(visit)
            make_link(
                LINK, about=about, expires_at=timezone.now() + (visit.last_on - frame.days.today) + TO_REPORT
            )
        else:
            MysteryVisit.objects.filter(pk=visit.pk).update(created_at=visit.done_at)


def _planned(checklist: Checklist, row: Sequence[str], frame: Frame) -> MysteryVisit:
    kind, ago, who, whom = row[:4]
    is_sent = kind == VisitKind.SENT
    day = _at(row, frame).date() if row[4] else frame.days.today - timedelta(days=int(ago))
    return MysteryVisit(
        kind=kind,
        checklist=checklist,
        points=[asdict(point) for point in checklist.asked],
        location=frame.location,
        first_on=day - BEFORE if is_sent else day,
        last_on=day + AFTER if is_sent else day,
        evaluator=who if is_sent else "",
        colleague=frame.staff.get(whom),
        created_by=frame.staff["Olga" if is_sent else who],
    )


def _report(visit: MysteryVisit, row: Sequence[str], frame: Frame) -> None:
    """Written down in the afternoon of that day; whom it is about read it on the next."""
    notes, reply = split_outcome(row[5])
    visit.marks = [MARKS[mark] for mark in row[4].split()]
    tally = add_up(visit.asked, visit.marks)
    visit.earned, visit.possible = tally.earned, tally.possible
    visit.done_at, visit.notes = _at(row, frame), notes
    visit.visited_on = visit.done_at.date()
    if reply:
        visit.reply, visit.read_at = reply, visit.done_at + NEXT_DAY


def _at(row: Sequence[str], frame: Frame) -> datetime:
    """So many open days ago, in the afternoon."""
    return frame.days.later(frame.days.now, -int(row[1]), 0.8)
