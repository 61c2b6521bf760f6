"""Is the background work alive?"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from crm.shop.models import ClockTick
from crm.web.readiness import ready_when

WORKERS = ("worker", "letters")


def background_is_late() -> timedelta | None:
    """How long the clock or one of the workers has been silent, or None while all is well."""
    seen = ClockTick.objects.filter(name__in=WORKERS).order_by("at").values_list("at", flat=True).first()
    if seen is None:
        return None
    silent = timezone.now() - seen
    return silent if silent > timedelta(seconds=settings.BACKGROUND_IS_LATE_AFTER) else None


@ready_when("clock")
def clock_goes_round() -> bool:
    """A copy whose clock has stopped is not ready, although its pages work."""
    return background_is_late() is None
