"""What the clock does in the cellar; running it twice changes nothing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from celery import current_app
from django.contrib.sessions.models import Session
from django.utils import timezone

from crm.schedule import CELERY_TASK_ROUTES
from crm.shop.actions.account_mail import NOTICE_MAIL, RESET_MAIL
from crm.shop.actions.job import RUN_JOB, RUN_QUICK_JOB, queue_job
from crm.shop.background import background_is_late
from crm.shop.jobs import is_quick
from crm.shop.models import ClockTick, Job, JobState, SignInBucket, Submission
from crm.shop.tasks import run_job, run_quick_job, run_waiting_jobs, tick, tick_letters, tidy_up

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=3)


@pytest.fixture
def _at_once() -> Iterator[None]:
    """The worker is here: what the clock rings for is done before it goes on."""
    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = False


def test_tick_keeps_one_row_and_its_last_time() -> None:
    tick()
    before = ClockTick.objects.get(name="worker").at
    tick()

    assert ClockTick.objects.get(name="worker").at > before


def test_background_is_late_when_either_worker_is_silent() -> None:
    tick()
    tick_letters()
    before = background_is_late()
    ClockTick.objects.filter(name="letters").update(at=timezone.now() - LONG_AGO)

    late = background_is_late()

    assert (before, late is not None and late >= LONG_AGO) == (None, True)


def test_what_somebody_waits_for_stands_behind_no_import() -> None:
    quick = [kind for kind in (RESET_MAIL, NOTICE_MAIL, "import.apply") if is_quick(kind)]

    assert quick == [RESET_MAIL, NOTICE_MAIL]
    assert CELERY_TASK_ROUTES[RUN_QUICK_JOB] == CELERY_TASK_ROUTES["engagement.tasks.send_letters"]
    assert RUN_JOB not in CELERY_TASK_ROUTES


@pytest.mark.usefixtures("_at_once")
def test_run_waiting_jobs_runs_the_quick_ones_as_such(olga) -> None:
    job = queue_job(NOTICE_MAIL, f"{olga.pk}:password_changed", by=None)

    run_waiting_jobs()
    run_quick_job(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 1)


@pytest.mark.usefixtures("_at_once")
def test_run_waiting_jobs_finds_those_whose_bell_was_lost() -> None:
    job = queue_job("a kind nobody knows", "shop.shop:1", by=None)

    run_waiting_jobs()
    run_waiting_jobs()

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.FAILED, 1)


@pytest.mark.usefixtures("_at_once")
def test_run_waiting_jobs_takes_over_from_a_worker_that_died() -> None:
    job = queue_job("a kind nobody knows", "shop.shop:1", by=None)
    Job.objects.update(state=JobState.RUNNING, lease_until=timezone.now() - timedelta(seconds=1))

    run_waiting_jobs()

    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_run_job_leaves_alone_what_somebody_else_does() -> None:
    job = queue_job("a kind nobody knows", "shop.shop:1", by=None)
    Job.objects.update(state=JobState.RUNNING, lease_until=timezone.now() + timedelta(minutes=1))

    run_job(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_tidy_up_throws_away_only_what_is_over() -> None:
    now = timezone.now()
    for key, at in (("old", now - LONG_AGO), ("new", now)):
        Session.objects.create(session_key=key, session_data="", expire_date=at + timedelta(hours=1))
        SignInBucket.objects.create(key=key, window_started_at=at, tries=1)
        Submission.objects.create(key=key)
        Submission.objects.filter(key=key).update(created_at=at)

    tidy_up()
    tidy_up()

    left = [model.objects.values_list("pk", flat=True) for model in (Session, SignInBucket, Submission)]
    assert [list(keys) for keys in left] == [["new"]] * 3
