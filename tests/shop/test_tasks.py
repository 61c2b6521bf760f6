"""What the clock does in the cellar; running it twice changes nothing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from celery import current_app
from django.contrib.sessions.models import Session
from django.utils import timezone

from crm.shop.actions.job import queue_job
from crm.shop.models import ClockTick, Job, JobState, SignInBucket, Submission
from crm.shop.tasks import run_job, run_waiting_jobs, tick, tidy_up

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
