"""The page behind a code on paper."""

import pytest
from django.test import Client

from crm.shop.models import AuditEntry
from feedback.actions.printed_code import end_printed_code
from feedback.actions.survey import switch_survey_off
from feedback.models import Response
from feedback.page_nonce import PageNonce
from feedback.views.code_public import ANSWERS, MOST_ANSWERS_A_MINUTE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_answered() -> None:
    ANSWERS.forget()


def page(code, *, seconds=5):
    fresh = PageNonce.new(f"code:{code.pk}")
    return str(PageNonce(fresh.about, fresh.key, fresh.at - seconds))


def send(code, *, browser=None, opened=None, **answers):
    sent = {"page": opened or page(code), **answers}
    return (browser or Client(enforce_csrf_checks=True)).post(f"/q/{code.code}/", sent)


def test_code_answer_shows_the_question_and_notes_nothing(stranger, till_code, django_assert_num_queries):
    with django_assert_num_queries(2):
        response = stranger.get(f"/q/{till_code.code}/")

    assert "How was it today?" in response.text
    assert "Without your name" in response.text
    assert not Response.objects.exists()


def test_code_answer_is_found_however_it_was_typed(stranger, till_code):
    typed = f"{till_code.code[:4]}-{till_code.code[4:]}".lower()

    assert stranger.get(f"/q/{typed}/").status_code == 200


def test_code_answer_knows_where_and_not_who(stranger, till_code, counter):
    answer = send(till_code, score="4")

    response = Response.objects.get()
    assert answer.status_code == 302
    assert (response.score, response.channel) == (4, "qr")
    assert (response.code, response.location) == (till_code, counter)
    assert (response.customer, response.invitation, response.band) == (None, None, "high")
    assert response.answers.get().number == 4
    entry = AuditEntry.objects.get(verb="response.given")
    assert (entry.about, entry.address) == (f"feedback.response:{response.pk}", None)


def test_code_answer_of_one_page_counts_once(till_code):
    opened = page(till_code)

    send(till_code, opened=opened, score="4")
    send(till_code, opened=opened, score="1")

    assert Response.objects.get().score == 4


def test_code_answer_rests_on_the_same_telephone(stranger, till_code):
    send(till_code, browser=stranger, score="2")

    again = send(till_code, browser=stranger, score="5")

    assert "We are sorry" in again.text
    assert "We are sorry" in stranger.get(f"/q/{till_code.code}/").text
    assert Response.objects.get().score == 2


@pytest.mark.parametrize(
    ("seconds", "answers", "words"),
    [
        (5, {}, "Please choose an answer first."),
        (5, {"score": "9"}, "Please choose an answer first."),
        (1, {"score": "4"}, "press the button once more"),
        (5, {"score": "4", "website": "x"}, "press the button once more"),
    ],
)
def test_code_answer_that_no_person_gave_is_shown_again(till_code, seconds, answers, words):
    answer = send(till_code, opened=page(till_code, seconds=seconds), **answers)

    assert answer.status_code == 422
    assert words in answer.text
    assert not Response.objects.exists()


def test_code_answer_wants_the_page_of_its_own_code(till_code):
    answer = send(till_code, opened=str(PageNonce.new(till_code.pk)), score="4")

    assert (answer.status_code, "open for a long time" in answer.text) == (422, True)


def test_code_answer_is_gone_with_the_paper_and_with_the_survey(stranger, till_code, pulse):
    unknown = stranger.get("/q/BBBBBBBB/")
    switch_survey_off(pulse, by=None)
    off = stranger.get(f"/q/{till_code.code}/")
    end_printed_code(till_code, by=None)
    ended = stranger.get(f"/q/{till_code.code}/")

    assert {each.status_code for each in (unknown, off, ended)} == {410}
    assert unknown.text == off.text == ended.text


def test_code_answer_has_an_end_for_one_address(till_code):
    answers = [send(till_code).status_code for _ in range(MOST_ANSWERS_A_MINUTE + 1)]

    assert answers == [422] * MOST_ANSWERS_A_MINUTE + [429]
