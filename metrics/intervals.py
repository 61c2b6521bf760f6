"""Intervals that were counted by night, where somebody waits for them by day."""

from metrics.models import KeptInterval
from metrics.period import Period


def kept_of(slug: str, period: Period) -> tuple[float, float] | None:
    """Its ends, where they were counted for just this period."""
    kept = KeptInterval.objects.filter(metric=slug, days=period.length or 0, last=period.last)
    return kept.values_list("low", "high").first()
