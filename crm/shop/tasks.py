"""What the clock does in the cellar. Tasks carry ids only; running one twice changes nothing."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from crm.shop.actions.idempotency import forget_old_keys
from crm.shop.actions.job import claim_job, run_claimed_job
from crm.shop.jobs import is_quick
from crm.shop.models import ClockTick, Job, SignInBucket, Submission


@shared_task
def tick() -> None:
    """The clock sends it, a worker runs it: seeing it fresh means that both are alive."""
    ClockTick.objects.update_or_create(name="worker", defaults={"at": timezone.now()})


@shared_task
def tick_letters() -> None:
    """The same of the worker that does what somebody waits for."""
    ClockTick.objects.update_or_create(name="letters", defaults={"at": timezone.now()})


@shared_task
def run_waiting_jobs() -> None:
    """Look for jobs whose bell was lost or whose worker died."""
    for job_id, kind in Job.objects.claimable(timezone.now()).values_list("pk", "kind")[:100]:
        (run_quick_job if is_quick(kind) else run_job).delay(job_id)


@shared_task
def run_job(job_id: int) -> None:
    """Do one job, if nobody else has it."""
    if job := claim_job(job_id):
        run_claimed_job(job)


@shared_task
def run_quick_job(job_id: int) -> None:
    """The same, in the queue that nothing long stands in."""
    run_job(job_id)


@shared_task
def tidy_up() -> None:
    """Throw away what has no use any more."""
    from django.contrib.sessions.models import Session

    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    SignInBucket.objects.filter(window_started_at__lt=now - timedelta(days=2)).delete()
    Submission.objects.filter(created_at__lt=now - timedelta(days=2)).delete()
    forget_old_keys()
