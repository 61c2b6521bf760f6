"""Comparing everybody, and putting exact matches together, in the background."""

from datetime import timedelta

from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.actions.job import queue_job, report_progress
from crm.shop.jobs import job_kind
from crm.shop.models import Job, JobState, User
from customers.actions.duplicate import merge_exact
from customers.actions.duplicate_search import find_duplicates

LOOK, MERGE_EXACT, EVERYBODY = "customers.find_duplicates", "customers.merge_exact", "customers.customer"
STALE_AFTER = timedelta(hours=20)


@job_kind(LOOK)
def run_find_duplicates(job: Job) -> None:
    """Compare everybody anew."""
    find_duplicates()


@job_kind(MERGE_EXACT)
def run_merge_exact(job: Job) -> None:
    """Put exact matches together; each can be taken apart again."""
    merge_exact(by=job.created_by, progress=lambda done, total: report_progress(job, done=done, total=total))


def look_when_stale() -> Job | None:
    """Once a day the clock looks by itself."""
    last = Job.objects.filter(kind=LOOK, created_at__gt=timezone.now() - STALE_AFTER)
    return None if last.exists() else queue_job(LOOK, EVERYBODY, by=None)


def look_now(*, by: User | None) -> Job:
    """Somebody does not want to wait for tonight."""
    audit.record("customers.compared", by=by)
    return queue_job(LOOK, EVERYBODY, by=by)


def merge_exact_later(*, by: User | None) -> Job:
    """Exact matches become one, in the background."""
    audit.record("customers.merge_asked", by=by)
    return queue_job(MERGE_EXACT, EVERYBODY, by=by)


def last_look() -> Job | None:
    """The newest comparison: under way, or done."""
    return Job.objects.filter(kind=LOOK).exclude(state=JobState.FAILED).order_by("-pk").first()


def is_merging() -> bool:
    """Are exact matches being put together just now?"""
    return Job.objects.unfinished().filter(kind=MERGE_EXACT).exists()
