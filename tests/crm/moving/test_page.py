"""The page of moving out: for owners who have just shown their face."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.moving.job import files_of_everything, forget_old_files, run_move_out
from crm.shop.models import AuditEntry, Job
from tests.web.walk import sign_in_a_moment_ago

PAGE = "/settings/moving-out/"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def work():
    job = Job.objects.get(kind="shop.move_out")
    Job.objects.filter(pk=job.pk).update(state="running", lease_token="mine")
    job.refresh_from_db()
    run_move_out(job)
    Job.objects.filter(pk=job.pk).update(state="done")


def test_everything_is_asked_for_written_and_taken(client, olga, anna, tmp_path):
    owner = sign_in_a_moment_ago(client, olga)
    assert "Write everything" in owner.get(PAGE).text
    assert owner.get("/settings/").text.count(PAGE) == 1

    assert owner.post(f"{PAGE}start/").status_code == 302
    assert owner.post(f"{PAGE}start/").status_code == 302
    assert "Everything is being written" in owner.get(PAGE).text
    work()

    stored = files_of_everything().get()
    assert "Ready to take" in owner.get(PAGE).text
    answer = owner.post(f"{PAGE}{stored.pk}/take/")
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="everything-')
    verbs = AuditEntry.objects.filter(verb__startswith="shop.").order_by("pk").values_list("verb", "actor")
    assert list(verbs) == [
        ("shop.move_out_asked", "Olga"),
        ("shop.moved_out", "Olga"),
        ("shop.everything_taken", "Olga"),
    ]

    (tmp_path / "moving" / "left by a killed worker").write_bytes(b"")
    assert forget_old_files(timezone.now() + timedelta(days=8)) == 1
    assert list((tmp_path / "moving").iterdir()) == []
    assert owner.post(f"{PAGE}{stored.pk}/take/").status_code == 404


def test_everything_is_for_owners_who_show_their_face(client, olga, mark):
    client.force_login(mark)
    for address in (PAGE, f"{PAGE}start/", f"{PAGE}1/take/"):
        answer = client.get(address) if address == PAGE else client.post(address)
        assert answer.status_code == 403
    client.force_login(olga)
    assert "reauthenticate" in client.post(f"{PAGE}start/").headers["Location"]
    assert not Job.objects.exists()
    assert client.get(f"{PAGE}start/").status_code in {302, 405}
