"""Evidence on the page of a complaint: added, and handed out as a download only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.complaint_file import attach_file
from feedback.models import Complaint, ComplaintFile

pytestmark = pytest.mark.django_db
PICTURE = b"\x89PNG\r\n\x1a\n a picture"


@pytest.fixture
def leak(anna, mira, settings, tmp_path) -> Complaint:
    settings.MEDIA_ROOT = tmp_path
    return take_complaint(Taken("It leaks.", customer=anna), by=mira)


def test_a_picture_is_added_and_comes_back_as_a_download(as_staff, leak):
    brought = SimpleUploadedFile("leak.png", PICTURE, content_type="text/html")
    response = as_staff.post(f"/complaints/{leak.pk}/files/new/", {"file": brought})
    assert response.status_code == 302

    kept = ComplaintFile.objects.get()
    assert "leak.png" in as_staff.get(f"/complaints/{leak.pk}/").text
    answer = as_staff.get(f"/complaints/files/{kept.pk}/")

    assert answer.content == PICTURE
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("typed", "words"),
    [({}, "Choose a file first."), ({"file": b"<html>"}, "Only pictures")],
)
def test_what_is_refused_is_told(as_staff, leak, typed, words):
    files = {name: SimpleUploadedFile("x.png", content) for name, content in typed.items()}

    response = as_staff.post(f"/complaints/{leak.pk}/files/new/", files)

    assert (response.status_code, words in response.text) == (422, True)


def test_a_file_of_a_hidden_complaint_is_hidden(as_staff, anna, mark, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    hidden = take_complaint(Taken("Otto.", customer=anna, is_about_staff=True), by=mark)
    kept = attach_file(hidden, "x.png", [PICTURE], by=mark)

    assert as_staff.get(f"/complaints/files/{kept.pk}/").status_code == 404
    assert as_staff.post(f"/complaints/{hidden.pk}/files/new/").status_code == 404


def test_a_file_that_is_gone_is_not_found(as_staff, leak, mira, tmp_path):
    kept = attach_file(leak, "x.png", [PICTURE], by=mira)
    (tmp_path / kept.stored.path).unlink()

    assert as_staff.get(f"/complaints/files/{kept.pk}/").status_code == 404
    assert as_staff.post(f"/complaints/files/{kept.pk}/").status_code == 405
