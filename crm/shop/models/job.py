"""Work that takes longer than a page: written here first, done by whoever claims it."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models.user import User


class JobState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class JobQuerySet(models.QuerySet["Job"]):
    def unfinished(self) -> Self:
        return self.filter(state__in=[JobState.WAITING, JobState.RUNNING])

    def claimable(self, now: datetime) -> Self:
        """Waiting and due, or running under a lease that ran out (its worker died)."""
        waiting = Q(state=JobState.WAITING, not_before__lte=now)
        abandoned = Q(state=JobState.RUNNING, lease_until__lt=now)
        return self.filter(waiting | abandoned).order_by("pk")


class Job(models.Model):
    """A piece of background work, with its progress and the lease of whoever does it."""

    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=80)  # "customers.dataimport:3"
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(auto_now_add=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.CharField(max_length=32, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "about"],
                condition=Q(state__in=["waiting", "running"]),
                name="job_is_queued_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["state", "not_before"],
                condition=Q(state__in=["waiting", "running"]),
                name="job_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about} ({self.state})"

    @property
    def is_open(self) -> bool:
        return self.state in {JobState.WAITING, JobState.RUNNING}

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0
