"""Background work: queued once, claimed by one, taken up again when its worker died."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.shop import jobs
from crm.shop.actions.job import (
    MOST_ATTEMPTS,
    JobIsInTheWay,
    LeaseIsLost,
    claim_job,
    queue_job,
    report_progress,
    run_claimed_job,
)
from crm.shop.models import Job, JobState
from crm.shop.tasks import run_job, run_waiting_jobs


@pytest.fixture
def done(monkeypatch) -> list[int]:
    """A kind of job that only notes that it ran."""
    seen: list[int] = []
    monkeypatch.setitem(jobs._RUNNERS, "note", lambda job: seen.append(job.pk))
    return seen


@pytest.fixture
def broken(monkeypatch) -> None:
    def fail(job: Job) -> None:
        raise RuntimeError("what a customer said")

    monkeypatch.setitem(jobs._RUNNERS, "broken", fail)


def test_queue_job_twice_is_one_row(shop, mira):
    first = queue_job("note", "a:1", by=mira)
    second = queue_job("note", "a:1", by=mira)

    assert first.pk == second.pk


def test_run_job_twice_runs_once(shop, done):
    job = queue_job("note", "a:1", by=None)

    run_job(job.pk)
    run_job(job.pk)

    job.refresh_from_db()
    assert (done, job.state) == ([job.pk], JobState.DONE)


def test_run_job_of_nobody_is_harmless(shop, done):
    run_job(999)

    assert done == []


def test_claim_job_gives_it_to_one_worker(shop):
    job = queue_job("note", "a:1", by=None)

    claimed = [claim_job(job.pk), claim_job(job.pk)]

    assert [bool(one) for one in claimed] == [True, False]


def test_claim_job_takes_over_when_the_lease_ran_out(shop):
    job = queue_job("note", "a:1", by=None)
    first = claim_job(job.pk)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    second = claim_job(job.pk)

    assert first
    assert second
    with pytest.raises(LeaseIsLost):
        report_progress(first, done=1, total=2)
    report_progress(second, done=1, total=2)
    assert Job.objects.get().percent == 50


def test_the_slower_worker_does_not_end_the_job_of_the_other(shop, monkeypatch):
    job = queue_job("slow", "a:1", by=None)
    first = claim_job(job.pk)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    claim_job(job.pk)
    monkeypatch.setitem(jobs._RUNNERS, "slow", lambda job: report_progress(job, done=1, total=1))

    assert first
    run_claimed_job(first)

    assert Job.objects.get().state == JobState.RUNNING


def test_a_failing_job_is_tried_later_and_then_given_up(shop, broken):
    job = queue_job("broken", "a:1", by=None)

    for _ in range(MOST_ATTEMPTS):
        Job.objects.update(not_before=timezone.now())
        run_job(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.note) == (JobState.FAILED, MOST_ATTEMPTS, "RuntimeError")


def test_a_failing_job_waits_longer_each_time(shop, broken):
    job = queue_job("broken", "a:1", by=None)

    run_job(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.WAITING
    assert job.not_before > timezone.now() + timedelta(seconds=5)


def test_a_job_that_must_wait_burns_no_attempt(shop, monkeypatch):
    def wait(job: Job) -> None:
        raise JobIsInTheWay

    monkeypatch.setitem(jobs._RUNNERS, "wait", wait)
    job = queue_job("wait", "a:1", by=None)

    run_job(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.WAITING, 0)


def test_a_job_of_an_unknown_kind_fails_with_a_word(shop):
    job = queue_job("nobody knows", "a:1", by=None)

    run_job(job.pk)

    assert Job.objects.get().note == "nobody knows this kind of work"


def test_run_waiting_jobs_finds_what_no_bell_rang_for(shop, done, monkeypatch):
    monkeypatch.setattr(run_job, "delay", run_job)
    Job.objects.create(kind="note", about="a:1")

    run_waiting_jobs()

    assert len(done) == 1


def test_queue_job_without_redis_still_writes_the_row(
    shop, settings, django_capture_on_commit_callbacks, monkeypatch
):
    from celery import current_app

    def refuse(*_args: object, **_options: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(current_app._get_current_object(), "send_task", refuse)

    with django_capture_on_commit_callbacks(execute=True):
        queue_job("note", "a:1", by=None)

    assert Job.objects.count() == 1
