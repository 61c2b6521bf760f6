"""What became of an announcement: delivered, clicked by people, answered, and who bought afterwards."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q

from crm.figures.difference import Difference
from crm.figures.share import Share
from customers.models import Purchase
from engagement.actions.announcement_freeze import purpose_of
from engagement.models import (
    Announcement,
    AnnouncementRecipient,
    EventKind,
    Message,
    MessageEvent,
    MessageState,
    SkipReason,
)

BOUGHT_WITHIN_DAYS = 14
BOUNCES = (EventKind.HARD_BOUNCE, EventKind.SOFT_BOUNCE)


@dataclass(frozen=True)
class Results:
    """Counts of mails, each with how many of the delivered ones; opens are not counted: nobody can."""

    by_state: list[tuple[str, int]]
    skipped: list[tuple[str, int]]
    delivered: Share
    clicked: Share
    replied: Share
    unsubscribed: Share
    bought: Share
    bought_held_out: Share
    days: int = BOUGHT_WITHIN_DAYS

    @property
    def lift(self) -> Difference | None:
        """Bought after the mail, compared with those held out; None when nobody was."""
        return Difference(self.bought, self.bought_held_out) if self.bought_held_out.n else None


def results_of(announcement: Announcement) -> Results:
    """Counted now, in six queries however many got it."""
    mails = Message.objects.filter(purpose=purpose_of(announcement))
    states = dict(mails.values_list("state").annotate(Count("pk")).order_by())
    reasons = mails.exclude(skip_reason="").values_list("skip_reason").annotate(count=Count("pk"))
    sent = states.get(MessageState.SENT, 0)
    told = dict(
        MessageEvent.objects.filter(message__in=mails)
        .values_list("kind")
        .annotate(Count("message", distinct=True))
        .order_by()
    )
    delivered = sent - sum(told.get(kind, 0) for kind in BOUNCES)
    return Results(
        by_state=[(str(MessageState(state).label), count) for state, count in states.items()],
        skipped=[(str(SkipReason(reason).label), count) for reason, count in reasons.order_by("-count")],
        delivered=Share(delivered, sent),
        clicked=Share(told.get(EventKind.CLICKED, 0), delivered),
        replied=Share(told.get(EventKind.REPLIED, 0), delivered),
        unsubscribed=Share(told.get(EventKind.UNSUBSCRIBED, 0), delivered),
        bought=_bought(announcement, is_held_out=False),
        bought_held_out=_bought(announcement, is_held_out=True),
    )


def _bought(announcement: Announcement, *, is_held_out: bool) -> Share:
    """Who bought within the days after the list was settled: the same clock for both groups."""
    people = AnnouncementRecipient.objects.filter(announcement=announcement, is_held_out=is_held_out)
    if announcement.frozen_at is None:
        return Share(0, 0)
    until = announcement.frozen_at + timedelta(days=BOUGHT_WITHIN_DAYS)
    purchases = Purchase.objects.filter(
        customer=OuterRef("customer"),
        is_refund=False,
        voided_at=None,
        at__range=(announcement.frozen_at, until),
    )
    counted = people.aggregate(n=Count("pk"), k=Count("pk", filter=Q(Exists(purchases))))
    return Share(counted["k"], counted["n"])


def progress_of(announcement: Announcement) -> tuple[int, int]:
    """(mails that are decided, all mails), for the bar."""
    mails = Message.objects.filter(purpose=purpose_of(announcement))
    counted = mails.aggregate(n=Count("pk"), done=Count("pk", filter=Q(decided_at__isnull=False)))
    return counted["done"], counted["n"]
