"""Is the background work alive?"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Subquery
from django.db.models.expressions import Combinable
from django.utils import timezone

from crm.shop.models import ClockTick
from crm.shop.signs import sign
from crm.web.readiness import ready_when

WORKERS = ("worker", "letters")


_SILENT_LONGEST = ClockTick.objects.filter(name__in=WORKERS).order_by("at").values("at")


@sign("background_seen_at")
def background_seen_at() -> Combinable:
    """When the one that has been silent longest was heard of."""
    return Subquery(_SILENT_LONGEST[:1])


def silence_since(seen: datetime | None) -> timedelta | None:
    """How long the clock or one of the workers has been silent, or None while all is well."""
    if seen is None:
        return None
    silent = timezone.now() - seen
    return silent if silent > timedelta(seconds=settings.BACKGROUND_IS_LATE_AFTER) else None


def background_is_late() -> timedelta | None:
    """The same, asked by itself."""
    return silence_since(_SILENT_LONGEST.values_list("at", flat=True).first())


@ready_when("clock")
def clock_goes_round() -> bool:
    """A copy whose clock has stopped is not ready, although its pages work."""
    return background_is_late() is None
