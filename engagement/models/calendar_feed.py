"""Follow-ups in somebody's own calendar."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from crm.shop.models import User


class CalendarFeed(models.Model):
    """A private address from which a calendar reads somebody's follow-ups; known by its hash."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner"], condition=Q(revoked_at=None), name="one_calendar_feed_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id}"
