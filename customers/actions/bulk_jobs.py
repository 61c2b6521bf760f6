"""A change to many, at once or in the background."""

from django.db import transaction

from crm.shop.actions import audit
from crm.shop.actions.job import queue_job, report_progress
from crm.shop.jobs import job_kind
from crm.shop.models import Job, User
from customers.actions.bulk_change import do_bulk_change, undo_bulk_change
from customers.models import BulkChange

DO, UNDO = "customers.bulk_change", "customers.bulk_undo"
AT_ONCE = 500  # more than these would keep somebody waiting


def start_bulk_change(change: BulkChange, *, by: User) -> BulkChange:
    """Do a small one now and a large one in the background."""
    if change.matched <= AT_ONCE:
        return do_bulk_change(change, progress=_nobody_looks)
    with transaction.atomic():
        queue_job(DO, audit.label(change), by=by)
    return change


def start_undo(change: BulkChange, *, by: User) -> BulkChange:
    """Undo a small one now and a large one in the background."""
    if change.changed <= AT_ONCE:
        return undo_bulk_change(change, progress=_nobody_looks)
    with transaction.atomic():
        queue_job(UNDO, audit.label(change), by=by)
    return change


def _nobody_looks(done: int, total: int) -> None:
    """What is done at once needs no progress."""


def job_of(change: BulkChange) -> Job | None:
    """The latest background work on this change."""
    return Job.objects.filter(about=audit.label(change)).order_by("-pk").first()


def _change_of(job: Job) -> BulkChange:
    return BulkChange.objects.get(pk=int(job.about.rpartition(":")[2]))


@job_kind(DO)
def run_bulk_change(job: Job) -> None:
    """Do a large one."""
    change = _change_of(job)
    do_bulk_change(change, progress=lambda done, total: report_progress(job, done=done, total=total))


@job_kind(UNDO)
def run_undo(job: Job) -> None:
    """Undo a large one."""
    change = _change_of(job)
    undo_bulk_change(change, progress=lambda done, total: report_progress(job, done=done, total=total))
