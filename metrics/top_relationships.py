"""The twenty relationships worth most: how close, when somebody last thought about it, and what is next."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from crm.shop.models import User
from engagement.models import FollowUp
from metrics.models import CustomerScore, RelationshipReview
from metrics.worth import Whom, Worth

CLOSEST, SHOWN = 5, 20
STALE = timedelta(days=90)  # a review older than a quarter of a year is due again


@dataclass(frozen=True)
class Relationship:
    """One line."""

    score: CustomerScore
    review: RelationshipReview | None
    promise: FollowUp | None

    @property
    def is_due(self) -> bool:
        """Nobody has thought about it for a quarter of a year."""
        return self.review is None or self.review.reviewed_at < timezone.now() - STALE


def top_relationships(worth: Worth, user: User) -> list[Relationship]:
    """Three questions, however long their histories are."""
    scores = worth.page(Whom.ALL, today=timezone.localdate(), after=None, size=SHOWN).rows
    people = [score.customer_id for score in scores]
    reviews = {
        review.customer_id: review
        for review in RelationshipReview.objects.filter(customer__in=people).newest_of_each()
    }
    open_ones = FollowUp.objects.visible_to(user).open().filter(customer__in=people)
    promises = {promise.customer_id: promise for promise in open_ones.order_by("-due_on", "-pk")}
    return [
        Relationship(score, reviews.get(score.customer_id), promises.get(score.customer_id))
        for score in scores
    ]
