"""A review as a list shows it: with the time that is left to reply; and those of Today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from crm.shop.models import ShopSettings, User
from crm.shop.permissions import Permission
from crm.web.written_out import Question
from engagement.enquiry_clock import TimeLeft, time_left
from engagement.places import Places
from feedback.models import Review

SHOWN = 3


@dataclass(frozen=True)
class ReviewCard:
    """A review, and how long its reply may take; None where nobody waits."""

    review: Review
    left: TimeLeft | None


@dataclass(frozen=True)
class WaitingReviews:
    """What Today shows; more than these may wait."""

    cards: list[ReviewCard]
    has_more: bool


def cards_of(rows: Iterable[Review], places: Places, now: datetime) -> list[ReviewCard]:
    """The calendars are asked once for all of them, and only if one waits."""
    return [ReviewCard(row, _left(row, places, now)) for row in rows]


def waiting_reviews(user: User, shop: ShopSettings, now: datetime) -> WaitingReviews:
    """Those without a reply, for whoever may write one."""
    if not user.can(Permission.REVIEW_WORK):
        return WaitingReviews([], has_more=False)
    rows = _waiting_longest(user.role).ask()
    return WaitingReviews(cards_of(rows[:SHOWN], Places(shop), now), len(rows) > SHOWN)


@cache
def _waiting_longest(role: str) -> Question[Review]:
    waiting = Review.objects.visible_to(User(role=role)).waiting().order_by("reply_by", "pk")
    return Question(waiting.select_related("platform", "customer")[: SHOWN + 1])


def _left(review: Review, places: Places, now: datetime) -> TimeLeft | None:
    if not review.is_waiting:
        return None
    return time_left(places.hours_of(review.platform.location_id), review.reply_by, now)
