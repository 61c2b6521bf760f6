"""A file of everything does not outlive whom it holds."""

import pytest

from crm.moving.job import MOVE_OUT, files_of_everything, request_move_out, run_move_out
from crm.shop.models import Job
from customers.actions.erasure import erase_now
from customers.models import Because


@pytest.fixture(autouse=True)
def _own_places(settings, tmp_path):
    settings.MEDIA_ROOT, settings.ERASURE_LEDGER = tmp_path / "files", tmp_path / "erasures.ledger"


def test_a_file_of_everything_goes_with_whoever_is_erased(anna, olga, tmp_path):
    job = request_move_out(by=olga)
    job.state, job.lease_token = "running", "mine"
    job.save()
    run_move_out(job)
    Job.objects.update(state="done")
    assert files_of_everything().count() == 1

    assert erase_now(anna, because=Because.ASKED, by=olga).done_at

    assert not files_of_everything().exists()
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def test_an_erasure_waits_for_a_file_that_is_being_written(anna, olga):
    request_move_out(by=olga)
    Job.objects.filter(kind=MOVE_OUT).update(state="running")

    erasure = erase_now(anna, because=Because.ASKED, by=olga)

    assert erasure.done_at is None
