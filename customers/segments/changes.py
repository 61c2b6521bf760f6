"""Who came into a saved list and who left it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from customers.models import Segment, SegmentStay

LATELY = timedelta(days=30)
MOST_NAMED = 50


@dataclass(frozen=True)
class Changes:
    """The last thirty days of a list."""

    came_count: int
    left_count: int
    came: list[SegmentStay]
    left: list[SegmentStay]


def lately() -> dict[int, tuple[int, int]]:
    """{number of a list: (how many came, how many left)} in the last thirty days."""
    since = timezone.now() - LATELY
    counted = (
        SegmentStay.objects.filter(Q(entered_at__gte=since) | Q(left_at__gte=since))
        .values("segment")
        .annotate(
            came=Count("pk", filter=Q(entered_at__gte=since)), left=Count("pk", filter=Q(left_at__gte=since))
        )
        .order_by()
    )
    return {row["segment"]: (row["came"], row["left"]) for row in counted}


def changes_of(segment: Segment) -> Changes:
    """How many came and left lately, and the last fifty of each by name."""
    since = timezone.now() - LATELY
    came = SegmentStay.objects.filter(segment=segment, entered_at__gte=since).order_by("-entered_at", "-pk")
    left = SegmentStay.objects.filter(segment=segment, left_at__gte=since).order_by("-left_at", "-pk")
    return Changes(came.count(), left.count(), _named(came), _named(left))


def _named(stays: QuerySet[SegmentStay]) -> list[SegmentStay]:
    return list(stays.select_related("customer").prefetch_related("customer__phones")[:MOST_NAMED])
