"""How close the demo shop and its most valuable customers are, as Olga judged it."""

from datetime import timedelta

from crm.demo.shop import Frame
from metrics.models import Closeness, CustomerScore, RelationshipReview

# For those worth most, in turn: how long ago in days, how close, and what would bring them closer.
JUDGED = (
    (200, Closeness.CONTRACT, "Invoice by the month instead of each time"),
    (24, Closeness.COMMITMENT, "Ask for their list before the term begins"),
    (40, Closeness.CONTINUATION, "A basket for their breakfast room in spring"),
    (120, Closeness.CONTINUATION, ""),
)


def write_relationships(frame: Frame) -> None:
    """Of the rest nobody has thought yet."""
    worth_most = CustomerScore.objects.exclude(expected_value=None).order_by("-expected_value", "-pk")
    RelationshipReview.objects.bulk_create(
        RelationshipReview(
            customer_id=score.pk,
            level=level,
            note=note,
            reviewed_at=frame.days.now - timedelta(days=ago),
            reviewed_by=frame.staff["Olga"],
        )
        for score, (ago, level, note) in zip(worth_most[: len(JUDGED)], JUDGED, strict=False)
    )
