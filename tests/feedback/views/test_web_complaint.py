"""The page on which anybody may complain: looking changes nothing, and nobody learns who is known."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from engagement.models import Enquiry, Message
from engagement.stamp import Stamp
from feedback.models import Complaint, ComplaintFile
from tests.engagement.test_pictures import png
from tests.written import written

pytestmark = pytest.mark.django_db
TYPED = {
    "story": "The parcel came four days late.",
    "wish": "explanation",
    "product": "Order 1182",
    "name": "Cleo",
    "email": "Cleo@Example.org",
    "phone": "",
    "website": "",
}


@pytest.fixture
def stranger(shop, mark) -> Client:
    return Client(enforce_csrf_checks=True)


def stamp(*, seconds_ago: int = 30) -> str:
    with time_machine.travel(timezone.now() - timedelta(seconds=seconds_ago)):
        return str(Stamp.new())


def complain(client: Client, **more):
    return client.post("/complain/", {**TYPED, "stamp": stamp(), **more})


@pytest.mark.parametrize("query", ["", "?done=C-1042", "?done=<b>x"])
def test_looking_changes_nothing_and_leaves_no_cookie(stranger, query):
    before = written(beside=frozenset())

    answer = stranger.get(f"/complain/{query}")

    assert (answer.status_code, dict(answer.cookies), written(beside=frozenset())) == (200, {}, before)
    assert "<b>x" not in answer.text


def test_a_complaint_is_taken_without_an_account_and_gets_a_number(stranger, mark):
    same = stamp()
    answers = [complain(stranger, stamp=same) for _ in range(2)]

    complaint = Complaint.objects.get()
    assert (complaint.channel, complaint.state, complaint.owner) == ("web_form", "received", mark)
    assert (complaint.contact_email, complaint.product) == ("cleo@example.org", "Order 1182")
    assert {answer.url for answer in answers} == {f"/complain/?done={complaint.reference}"}
    assert complaint.reference in stranger.get(answers[0].url).text
    assert not Message.objects.exists()  # nobody makes us write to a stranger


def test_a_picture_comes_along_once(stranger, settings, tmp_path):
    settings.MEDIA_ROOT, same = tmp_path, stamp()
    for _turn in range(2):
        complain(stranger, stamp=same, file=SimpleUploadedFile("../mug.png", png(9, 9)))

    kept = ComplaintFile.objects.get()
    assert (kept.complaint, kept.added_by, kept.stored.name) == (Complaint.objects.get(), None, "mug.png")


def test_what_is_no_picture_is_told_and_nothing_is_taken(stranger, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    answer = complain(stranger, file=SimpleUploadedFile("mug.png", b"<script>"))

    assert (answer.status_code, "Only pictures" in answer.text, Complaint.objects.exists()) == (
        422,
        True,
        False,
    )
    assert list(tmp_path.rglob("*.*")) == []


def test_nothing_of_a_program_is_kept(stranger, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    complain(stranger, website="https://spam.example", file=SimpleUploadedFile("mug.png", png(9, 9)))

    assert not ComplaintFile.objects.exists()


def test_a_known_customer_is_recognised_and_not_told_so(stranger, anna):
    known = complain(stranger, email="anna@example.org")

    assert Complaint.objects.get().customer == anna
    assert "Anna" not in stranger.get(known.url).text


def test_what_a_program_wrote_is_put_away_and_the_program_learns_nothing(stranger):
    answer = complain(stranger, website="https://spam.example")

    assert (answer.status_code, Complaint.objects.exists()) == (302, False)
    assert Enquiry.objects.get().state == "spam"
    assert stranger.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"story": ""}, "Please fill this in."),
        ({"wish": ""}, "Please fill this in."),
        ({"wish": "not_asked"}, "is not in the list"),
        ({"email": ""}, "How may we reach you?"),
        ({"stamp": "made up"}, "This page was open for a long time."),
    ],
)
def test_what_is_wrong_is_told_and_kept(stranger, wrong, words):
    answer = complain(stranger, **wrong)

    assert (answer.status_code, words in answer.text, Complaint.objects.exists()) == (422, True, False)
    assert "Cleo" in answer.text


def test_nobody_is_that_quick(stranger):
    answer = complain(stranger, stamp=stamp(seconds_ago=1))

    assert (answer.status_code, "That was very quick." in answer.text) == (422, True)


def test_one_address_cannot_flood_us(stranger):
    answers = [complain(stranger, story=f"Broken {number}") for number in range(11)]

    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert Complaint.objects.count() == 10
