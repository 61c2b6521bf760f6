"""Trying the addresses where people write about us, once a week, where the shop wants it."""

from datetime import datetime

from feedback.link_check import Ask
from feedback.models import ReviewPlatform

AT_A_TIME = 20


def try_links(now: datetime, ask: Ask) -> int:
    """Each that is due, once, whoever else is at it; how many were tried. No lock is held meanwhile."""
    tried = 0
    for platform in ReviewPlatform.objects.to_look_at(now).order_by("checked_at", "pk")[:AT_A_TIME]:
        mine = ReviewPlatform.objects.filter(pk=platform.pk, checked_at=platform.checked_at)
        if mine.update(checked_at=now):
            answer = ask(platform.address)
            ReviewPlatform.objects.filter(pk=platform.pk, address=platform.address).update(answer=answer)
            tried += 1
    return tried
