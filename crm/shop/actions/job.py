"""Queueing, claiming and finishing background work. The row is the truth; Redis only rings."""

import logging
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from crm.shop.doorbell import ring
from crm.shop.jobs import is_quick, runner_of
from crm.shop.models import Job, JobState, User

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5
RUN_JOB, RUN_QUICK_JOB = "crm.shop.tasks.run_job", "crm.shop.tasks.run_quick_job"
logger = logging.getLogger(__name__)


class LeaseIsLost(Exception):
    """Somebody else has taken this job over; whoever raises this must stop at once."""


class JobIsInTheWay(Exception):
    """Another job has to finish first: this one goes back to waiting, and no attempt is counted."""


@transaction.atomic
def queue_job(kind: str, about: str, *, by: User | None) -> Job:
    """Put work on the list once; while it is open, asking again returns the same row."""
    job = Job.objects.unfinished().filter(kind=kind, about=about).first()
    if job is None:
        job = Job.objects.create(kind=kind, about=about, created_by=by)
    _ring(job)
    return job


@transaction.atomic
def queue_job_anew(kind: str, about: str, *, by: User | None) -> Job:
    """Queue work on what this transaction has just changed: whoever is doing it already does it once more.

    The row stays held until the change stands, so that nobody begins, or ends, with what was before.
    """
    Job.objects.unfinished().filter(kind=kind, about=about).update(started_at=None)
    return queue_job(kind, about, by=by)


def claim_job(job_id: int) -> Job | None:
    """Take a job for one lease, or None when somebody else has it or it is finished."""
    now, token = timezone.now(), secrets.token_hex(16)
    with transaction.atomic():
        free = Job.objects.claimable(now).filter(pk=job_id)
        job = free.select_for_update(skip_locked=True, of=("self",)).first()
        if job is None:
            return None
        job.state, job.lease_token, job.lease_until = JobState.RUNNING, token, now + LEASE
        job.attempts += 1
        job.started_at = job.started_at or now
        job.save()
    return job


def report_progress(job: Job, *, done: int, total: int, note: str = "") -> None:
    """Show how far it is and prolong the lease.

    Raises LeaseIsLost when the lease went to somebody else.
    """
    held = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, lease_token=job.lease_token)
    changed = held.update(done=done, total=total, note=note[:300], lease_until=timezone.now() + LEASE)
    if not changed:
        raise LeaseIsLost(str(job.pk))
    job.done, job.total, job.note = done, total, note


def hold_longer(job: Job, lease: timedelta) -> None:
    """Take a longer lease for work that cannot report in between.

    Raises LeaseIsLost when the lease went to somebody else.
    """
    held = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, lease_token=job.lease_token)
    if not held.update(lease_until=timezone.now() + lease):
        raise LeaseIsLost(str(job.pk))


def run_claimed_job(job: Job) -> None:
    """Do a claimed job and write down how it ended."""
    runner = runner_of(job.kind)
    if runner is None:
        return _finish(job, JobState.FAILED, "nobody knows this kind of work")
    try:
        runner(job)
    except LeaseIsLost:
        logger.info("job_lease_lost job=%s", job.pk)
    except JobIsInTheWay:
        _back_to_waiting(job, attempts=job.attempts - 1, pause=timedelta(seconds=5))
    except Exception as problem:
        logger.exception("job_failed job=%s kind=%s", job.pk, job.kind)
        _try_later_or_give_up(job, type(problem).__name__)
    else:
        _finish(job, JobState.DONE)


def _try_later_or_give_up(job: Job, problem: str) -> None:
    if job.attempts >= MOST_ATTEMPTS:
        _finish(job, JobState.FAILED, problem)
    else:
        _back_to_waiting(job, attempts=job.attempts, pause=timedelta(seconds=10 * job.attempts**2))


def _back_to_waiting(job: Job, *, attempts: int, pause: timedelta) -> int:
    """How many that were: none where somebody else has taken it over."""
    return Job.objects.filter(pk=job.pk, lease_token=job.lease_token).update(
        state=JobState.WAITING,
        attempts=attempts,
        not_before=timezone.now() + pause,
        lease_until=None,
        lease_token="",
    )


def _finish(job: Job, state: JobState, note: str | None = None) -> None:
    """Write down how it ended; what was asked for anew meanwhile has not begun yet."""
    held = Job.objects.filter(pk=job.pk, lease_token=job.lease_token)
    ended = held.filter(started_at__isnull=False).update(
        state=state,
        finished_at=timezone.now(),
        lease_until=None,
        note=job.note if note is None else note,
    )
    if not ended and _back_to_waiting(job, attempts=0, pause=timedelta()):
        _ring(job)


def _ring(job: Job) -> None:
    ring(RUN_QUICK_JOB if is_quick(job.kind) else RUN_JOB, job.pk)
