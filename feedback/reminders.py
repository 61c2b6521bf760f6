"""Who is reminded: once, four days later, and only those whom it reached and who did nothing yet."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from engagement.models import EventKind, MessageEvent, MessageState
from feedback.actions.invitation import remind
from feedback.models import Invitation

AFTER, NOT_AFTER = timedelta(days=4), timedelta(days=10)
AT_A_TIME = 500
# They did something about it, or it never came.
SETTLED = (
    EventKind.CLICKED,
    EventKind.REPLIED,
    EventKind.HARD_BOUNCE,
    EventKind.SOFT_BOUNCE,
    EventKind.COMPLAINED,
    EventKind.UNSUBSCRIBED,
)


def remind_those_who_forgot(now: datetime) -> int:
    """Plan the reminders that are due; how many they were."""
    due = list(_due(now)[:AT_A_TIME])
    for invitation in due:
        remind(invitation, by=None)
    return len(due)


def _due(now: datetime) -> QuerySet[Invitation]:
    settled = MessageEvent.objects.filter(message=OuterRef("message"), kind__in=SETTLED)
    return (
        Invitation.objects.open(now)
        .filter(
            reminder=None,
            response=None,
            is_used=False,
            survey__switched_on_at__isnull=False,
            message__state=MessageState.SENT,
            message__decided_at__lte=now - AFTER,
            message__decided_at__gt=now - NOT_AFTER,
        )
        .exclude(Exists(settled))
        .order_by("pk")
    )
