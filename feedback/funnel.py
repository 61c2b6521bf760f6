"""From "due" to "answered": where customers get lost, and what robots did."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from crm.figures.share import Share
from engagement.models import EventKind, MessageEvent, MessageState, SkipReason
from feedback.models import Attempt, Fate, Invitation, Response, Survey

# Somebody who was written to yesterday has not failed to answer yet.
CLOSED_AFTER = timedelta(days=14)
BOUNCES = (EventKind.HARD_BOUNCE, EventKind.SOFT_BOUNCE)
BY_ROBOTS = (Fate.KEPT_OUT, Fate.NO_PAGE, Fate.TOO_SOON, Fate.BURST, Fate.INSTEAD, Fate.UNSURE)


@dataclass(frozen=True)
class Funnel:
    """Counts of invitations, each a part of the one before."""

    due: int
    eligible: int
    sent: int
    delivered: int
    clicked: int
    answered: int
    completed: int
    waiting: int
    skipped: list[tuple[str, int]]
    rate: Share
    robots: list[tuple[str, int]]


def funnel_of(survey: Survey, *, now: datetime, days: int) -> Funnel:
    """Those invited in so many days, and what became of each; in five queries."""
    invited = Invitation.objects.filter(survey=survey, created_at__gt=now - timedelta(days=days))
    counts = _counts(invited, now)
    reasons = invited.filter(message__state=MessageState.SKIPPED).values_list("message__skip_reason")
    skipped = reasons.annotate(count=Count("pk")).order_by("-count")
    answered = _answered(survey, invited)
    return Funnel(
        due=counts["due"],
        eligible=counts["due"] - counts["skipped"],
        sent=counts["sent"],
        delivered=counts["delivered"],
        clicked=counts["clicked"],
        answered=answered["all"],
        completed=answered["whole"],
        waiting=counts["waiting"],
        skipped=[(str(SkipReason(reason).label), count) for reason, count in skipped],
        rate=Share(counts["settled_answered"], counts["settled"]),
        robots=_robots(invited),
    )


def _answered(survey: Survey, invited: QuerySet[Invitation]) -> dict[str, int]:
    """Of anonymous answers nobody knows more than that they are there."""
    if survey.is_anonymous:
        used = invited.filter(is_used=True).count()
        return {"all": used, "whole": used}
    answers = Response.objects.filter(invitation__in=invited).confirmed()
    counts: dict[str, int] = answers.aggregate(
        all=Count("pk"), whole=Count("pk", filter=~Q(completed_at=None))
    )
    return counts


def _counts(invited: QuerySet[Invitation], now: datetime) -> dict[str, int]:
    told = MessageEvent.objects.filter(message=OuterRef("message"))
    marked = invited.annotate(
        is_bounced=Exists(told.filter(kind__in=BOUNCES)),
        is_clicked=Exists(told.filter(kind=EventKind.CLICKED)),
    )
    sent = Q(message__state=MessageState.SENT)
    came = sent & Q(is_bounced=False)
    settled = came & Q(message__decided_at__lte=now - CLOSED_AFTER)
    confirmed = Q(response__confirmed_at__isnull=False) | Q(is_used=True)
    counts: dict[str, int] = marked.aggregate(
        due=Count("pk"),
        skipped=Count("pk", filter=Q(message__state=MessageState.SKIPPED)),
        sent=Count("pk", filter=sent),
        delivered=Count("pk", filter=came),
        clicked=Count("pk", filter=came & (Q(is_clicked=True) | confirmed)),
        waiting=Count("pk", filter=Q(message__state__in=[MessageState.PLANNED, MessageState.SENDING])),
        settled=Count("pk", filter=settled),
        settled_answered=Count("pk", filter=settled & confirmed),
    )
    return counts


def _robots(invited: QuerySet[Invitation]) -> list[tuple[str, int]]:
    """What was sent and did not become an answer, or was replaced by one."""
    found = Attempt.objects.filter(invitation__in=invited, fate__in=BY_ROBOTS)
    counted = found.values_list("fate").annotate(count=Count("pk")).order_by("-count")
    return [(str(Fate(fate).label), count) for fate, count in counted]
