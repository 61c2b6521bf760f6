"""The tablet that stands in the shop."""

import uuid
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from crm.shop.actions.till import revoke_tablet
from crm.shop.models import AuditEntry, OpeningWindow
from crm.shop.tablet import COOKIE
from feedback.actions.response_care import count_response_again
from feedback.actions.survey import publish_survey, switch_survey_off
from feedback.models import Response, Survey
from feedback.questions import Option, Question, Shape
from tests.feedback.surveys import german

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
MONDAY_NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)  # one o'clock in London


@pytest.fixture
def open_till_six(counter) -> None:
    OpeningWindow.objects.create(location=counter, weekday=0, opens=time(9), closes=time(18))


def tap(tablet, score="4", *, key=None, **more):
    return tablet.post("/kiosk/", {"score": score, "key": str(key or uuid.uuid4()), **more})


def test_kiosk_asks_one_question_and_notes_nothing(tablet, django_assert_num_queries):
    with django_assert_num_queries(4):
        page = tablet.get("/kiosk/")

    assert page.text.count('name="score"') == 5
    assert "How was it today?" in page.text
    assert not Response.objects.exists()


def test_kiosk_has_no_link_that_leads_away(tablet):
    """Above all to no review: nobody is asked to write one on a device of the shop."""
    page = tablet.get("/kiosk/").text + tablet.get("/kiosk/?thanks=1").text

    assert "<a " not in page


def test_kiosk_without_script_is_a_form_that_returns_to_its_start(tablet, door_kiosk, counter):
    answer = tap(tablet)

    response = Response.objects.get()
    assert answer.headers["Location"] == "/kiosk/?thanks=1"
    assert (response.score, response.channel, response.device, response.location) == (
        *(4, "kiosk"),
        door_kiosk.device,
        counter,
    )
    assert (response.customer, response.evidence, response.is_confirmed) == (None, 1, True)
    assert 'content="4;url=/kiosk/"' in tablet.get(answer.headers["Location"]).text


def test_kiosk_answer_counts_once_for_its_key(tablet):
    key = uuid.uuid4()

    answers = [tap(tablet, score, key=key, do="queue", touched="yes").status_code for score in "41"]

    assert answers == [204, 204]
    assert (Response.objects.get().score, Response.objects.get().evidence) == (4, 2)


def test_kiosk_answer_that_waited_was_given_when_it_was_given(tablet):
    with time_machine.travel(MONDAY_NOON, tick=False):
        tap(tablet, do="queue", seconds_ago="3600")
        tap(tablet, do="queue", seconds_ago="99999999")

    early, late = Response.objects.order_by("created_at")
    assert (MONDAY_NOON - late.created_at).total_seconds() == 3600
    assert (MONDAY_NOON - early.created_at).days == 7


@pytest.mark.parametrize("score", ["", "0", "6", "x"])
def test_kiosk_takes_nothing_that_is_not_on_it(tablet, score):
    assert tap(tablet, score).status_code == 302
    assert not Response.objects.exists()


def test_kiosk_sleeps_while_the_shop_is_closed(tablet, open_till_six):
    with time_machine.travel(MONDAY_NOON.replace(hour=17, minute=29), tick=False):
        assert "<form" in tablet.get("/kiosk/").text
        tap(tablet, "4")
    with time_machine.travel(MONDAY_NOON.replace(hour=17, minute=31), tick=False):
        page = tablet.get("/kiosk/").text
        tap(tablet, "1")
        tap(tablet, "5", do="queue", seconds_ago="600")

    assert "data-ask hidden" in page
    assert '<div id="asleep">' in page
    assert sorted(Response.objects.values_list("score", flat=True)) == [4, 5]


def test_kiosk_answers_that_came_too_quickly_are_set_aside_together(tablet):
    with time_machine.travel(MONDAY_NOON, tick=False) as clock:
        tap(tablet)
        clock.shift(61)
        for _ in range(7):
            tap(tablet)

    assert Response.objects.counting().count() == 1
    assert Response.objects.exclude(invalid_at=None).count() == 7
    assert AuditEntry.objects.get(verb="kiosk.burst").counts == {"answers": 7}
    first = Response.objects.exclude(invalid_at=None)[0]
    assert count_response_again(first, by=None).invalid_at is None


def test_kiosk_that_was_taken_back_takes_nothing(tablet, door_kiosk, olga):
    revoke_tablet(door_kiosk.device, by=olga)

    assert tablet.get("/kiosk/").status_code == 410
    assert tap(tablet).status_code == 410
    assert Client().get("/kiosk/").status_code == 410
    assert not Response.objects.exists()


def test_kiosk_asks_nothing_when_the_survey_is_off(tablet, pulse):
    switch_survey_off(pulse, by=None)

    assert "There is no question at the moment" in tablet.get("/kiosk/").text


def test_kiosk_is_no_till(tablet):
    """Its token opens no page of the staff, whatever cookie it stands in."""
    tablet.cookies[COOKIE] = "secret"

    assert tablet.get("/till/").status_code == 404


def test_kiosk_worker_is_a_script_below_the_page_it_looks_after(client, shop):
    worker = client.get("/kiosk/worker.js")

    assert worker.headers["Content-Type"] == "text/javascript"
    assert sum(len(path.read_text().splitlines()) for path in (ROOT / "static/kiosk").glob("*.js")) <= 150


@pytest.fixture
def asks_why(pulse):
    """Two things after the score, in words that depend on it."""
    why = Question("why", Shape.TEXT, "Why?", words_low="What went wrong?", is_required=True)
    who = Question(
        "what", Shape.MANY, "What was it about?", options=(Option("a", "Tea"), Option("b", "Staff"))
    )
    Survey.objects.filter(pk=pulse.pk).update(questions=[*pulse.questions, why.kept(), who.kept()])
    publish_survey(pulse, by=None)
    return Survey.objects.select_related("current").get(pk=pulse.pk)


def test_kiosk_asks_what_follows_after_the_tap(tablet, asks_why):
    key = uuid.uuid4()

    page = tap(tablet, "2", key=key)
    tapped = Response.objects.get()
    count = tapped.answers.count()
    ends = [tap(tablet, "2", key=key, do="more", why="Too warm", what=["a", "b"]) for _twice in range(2)]

    assert 'data-band="low"' in page.text
    assert '<span data-after="low">What went wrong?</span>' in page.text
    assert (tapped.score, tapped.completed_at, count) == (2, None, 1)
    response = Response.objects.get()
    assert (response.score, response.comment, response.completed_at is None) == (2, "Too warm", False)
    assert response.answers.get(question="what").options == ["a", "b"]
    assert [end.headers["Location"] for end in ends] == ["/kiosk/?thanks=1"] * 2


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_kiosk_answer_of_the_queue_has_what_follows(tablet, asks_why, is_anonymous):
    Survey.objects.filter(pk=asks_why.pk).update(is_anonymous=is_anonymous)
    key = uuid.uuid4()

    tap(tablet, "5", key=key, do="queue")
    tap(tablet, "1", key=key, do="queue", why="Lovely", what=["b", "x"])

    response = Response.objects.get()
    said = {
        answer.question: answer.number or answer.text or answer.options for answer in response.answers.all()
    }
    assert (said, response.comment) == ({"score": 5, "why": "Lovely", "what": ["b"]}, "Lovely")


def test_kiosk_skips_what_follows(tablet, asks_why):
    tap(tablet, "5", do="skip", why="Half a sentence that nobody sent")

    assert (Response.objects.get().comment, Response.objects.get().answers.count()) == ("", 1)


def test_kiosk_speaks_the_languages_of_the_survey(tablet, asks_why):
    german(asks_why)

    page, other = tablet.get("/kiosk/").text, tablet.get("/kiosk/?lang=de").text

    assert ('lang="de">Deutsch</button>' in page, "data-away" in page) == (True, False)
    assert ("DE How was it today?" in other, "data-away" in other, "sehr gut" in other) == (True, True, True)
    assert "Überspringen" in other
    assert (
        tablet.post("/kiosk/?lang=de", {"score": "4", "do": "skip"}).headers["Location"]
        == "/kiosk/?lang=de&thanks=1"
    )
