"""Figures that are looked up case by case: how long things take, and who stands where today."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from crm.figures.survival import Waiting
from crm.shop.models import Location
from engagement.models import Enquiry, EnquiryState
from feedback.models import Complaint, ComplaintState, PlatformKind, Review, ReviewState
from metrics.asked import A_DAY, Asked, midnight
from metrics.definitions.cycle import STAYS
from metrics.period import Period
from metrics.staying import stays

LookUp = Callable[[Period, Location | None], tuple[Waiting, int]]  # the cases, and how many are closed
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Case:
    """Where a figure is looked up, and after what part of the cases: several may stand on the same."""

    look_up: LookUp
    part: float = 0.5


@dataclass(frozen=True)
class LookedUp:
    """What was looked up for one page: the same cases are asked for once."""

    location: Location | None
    found: dict[tuple[LookUp, Period], tuple[Waiting, int]] = field(default_factory=dict)

    def of(self, case: Case, period: Period) -> tuple[Waiting, int]:
        """The figure, and how many are closed."""
        asked = case.look_up, period
        if asked not in self.found:
            self.found[asked] = case.look_up(period, self.location)
        waiting, closed = self.found[asked]
        return replace(waiting, part=case.part), closed


def first_answers(period: Period, location: Location | None) -> tuple[Waiting, int]:
    """Hours until questions of the period got their first answer."""
    asked = Enquiry.objects.exclude(state=EnquiryState.SPAM)
    asked = asked.exclude(state=EnquiryState.CLOSED, first_answered_at=None)
    return _hours(_received(asked, period, location), "first_answered_at", period)


def resolution(period: Period, location: Location | None) -> tuple[Waiting, int]:
    """Hours until complaints of the period were closed."""
    heard = Complaint.objects.exclude(state=ComplaintState.MERGED)
    return _hours(_received(heard, period, location), "closed_at", period)


def replies(period: Period, location: Location | None) -> tuple[Waiting, int]:
    """Days until reviews of the period were answered, from the day they were written."""
    rows = Review.objects.exclude(state__in=(ReviewState.GONE, ReviewState.CLOSED))
    rows = rows.exclude(platform__kind=PlatformKind.SOCIAL).filter(Asked(period).on("written_on"))
    rows = rows.filter(platform__location=location) if location else rows
    closed, waiting = [], []
    for begun, replied_at in rows.order_by().values_list("written_on", "replied_at"):
        done = timezone.localdate(replied_at) if replied_at else None
        if done and done <= period.last:
            closed.append(float(max(0, (done - begun).days)))
        else:
            waiting.append(float((period.last - begun).days))
    return Waiting(tuple(closed), tuple(waiting)), len(closed)


def _received(rows: QuerySet[Any], period: Period, location: Location | None) -> QuerySet[Any]:
    rows = rows.filter(Asked(period).at("received_at"))
    return rows.filter(location=location) if location else rows


def _hours(rows: QuerySet[Any], ended: str, period: Period) -> tuple[Waiting, int]:
    """What ended later than the period was still open then."""
    until = min(timezone.now(), midnight(period.last + A_DAY))
    closed, waiting = [], []
    for begun, done in rows.order_by().values_list("received_at", ended):
        if done and done <= until:
            closed.append((done - begun) / HOUR)
        else:
            waiting.append((until - begun) / HOUR)
    return Waiting(tuple(closed), tuple(waiting)), len(closed)


CASES: dict[str, Case] = {
    "first_answer": Case(first_answers),
    "first_answer_p90": Case(first_answers, 0.9),
    "resolution_time": Case(resolution),
    "review_reply_time": Case(replies),
    **{f"time_in_{stage}": Case(partial(stays, stage=stage)) for stage in STAYS},
}
