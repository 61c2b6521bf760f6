"""Evidence is known by what is in it, and kept once."""

from pathlib import Path

import pytest

from crm.shop.models import StoredFile
from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.complaint_file import attach_file
from feedback.complaint_papers import MOST_BYTES, NoEvidence, is_evidence
from feedback.models import Complaint, ComplaintFile

pytestmark = pytest.mark.django_db
PICTURE = b"\xff\xd8\xff\xe0 a picture of a teapot"


@pytest.fixture
def leak(anna, mira, settings, tmp_path) -> Complaint:
    settings.MEDIA_ROOT = tmp_path
    return take_complaint(Taken("It leaks.", customer=anna), by=mira)


def kept_in(folder) -> list[Path]:
    return [path for path in Path(folder).rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "is_one"),
    [
        (PICTURE, True),
        (b"%PDF-1.7", True),
        (b"RIFF0000WEBPVP8 ", True),
        (b"0000ftypheic", True),
        (b"<html>", False),
        (b"GIF", False),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", False),
        (b"", False),
    ],
)
def test_only_pictures_and_pdf_are_evidence(content, is_one):
    assert is_evidence(content) is is_one


def test_attach_file_twice_keeps_one(leak, mira, tmp_path):
    for _ in range(2):
        attach_file(leak, "../../leak.jpg", [PICTURE], by=mira)

    stored = StoredFile.objects.get()
    assert (stored.name, stored.size) == ("leak.jpg", len(PICTURE))
    assert [path.read_bytes() for path in kept_in(tmp_path)] == [PICTURE]
    assert leak.events.filter(kind="attached").count() == 1


@pytest.mark.parametrize("blocks", [[b"<html>"], [PICTURE, b"x" * MOST_BYTES]])
def test_of_what_is_refused_nothing_stays(leak, mira, tmp_path, blocks):
    with pytest.raises(NoEvidence):
        attach_file(leak, "page.jpg", blocks, by=mira)

    assert (kept_in(tmp_path), ComplaintFile.objects.count()) == ([], 0)


def test_there_are_not_more_than_twenty(leak, mira, tmp_path):
    for number in range(20):
        attach_file(leak, "leak.jpg", [PICTURE + bytes([number])], by=mira)

    with pytest.raises(NoEvidence):
        attach_file(leak, "leak.jpg", [PICTURE], by=mira)
    assert len(kept_in(tmp_path)) == 20
