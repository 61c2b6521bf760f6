"""May we show what you wrote? Asked on the page of thanks, with every box empty."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from customers.models import StageEvidence
from feedback.actions.survey import switch_survey_on
from feedback.actions.testimonial import withdraw_testimonial, withdrawal_address
from feedback.models import Response, Survey, Testimonial
from tests.feedback.surveys import invited, promised

pytestmark = pytest.mark.django_db
TICKS = {"do": "show", "on_website": "on", "in_shop": "on", "shown_as": "first"}


@pytest.fixture
def happy(stranger, asked):
    """Somebody who gave five and said why."""
    asked.send(stranger, score="5", why="My happy place.")
    return asked


def test_a_happy_answer_is_asked_with_every_box_empty(stranger, happy):
    page = stranger.get(happy.path).text

    form = page.partition('id="show"')[2]
    assert "My happy place." in form
    assert form.count('type="checkbox"') == 5
    assert form.count(" checked") == 1  # without a name


def test_what_was_ticked_is_kept_with_the_words_it_was_asked_in(stranger, happy, anna):
    page = stranger.post(happy.path, TICKS, follow=True).text

    kept = Testimonial.objects.get()
    assert (kept.customer, kept.words, kept.shown_as) == (anna, "My happy place.", "first")
    assert (kept.on_website, kept.in_shop, kept.in_print, kept.may_shorten) == (True, True, False, False)
    assert kept.consent_words.startswith("May we show what you wrote")
    assert kept.expires_on - kept.given_on == timedelta(days=730)
    assert withdrawal_address(kept) in page
    assert StageEvidence.objects.standing().filter(customer=anna).count() == 1


def test_the_first_yes_stands(stranger, happy):
    stranger.post(happy.path, TICKS)
    stranger.post(happy.path, TICKS | {"in_print": "on"})

    assert Testimonial.objects.get().in_print is False


def test_ticking_nothing_is_no_yes(stranger, happy):
    page = stranger.post(happy.path, {"do": "show", "shown_as": "first"})

    assert (page.status_code, "Tick where we may show it" in page.text) == (422, True)
    assert not Testimonial.objects.exists()


def test_only_whoever_answered_can_say_yes(client, happy):
    client.post(happy.path, TICKS)

    assert not Testimonial.objects.exists()


@pytest.mark.parametrize("answer", [{"score": "2", "why": "Cold."}, {"score": "5"}])
def test_others_are_not_asked(stranger, asked, answer):
    asked.send(stranger, **answer)

    page = stranger.post(asked.path, TICKS, follow=True).text

    assert 'id="show"' not in page
    assert not Testimonial.objects.exists()


def test_a_low_mark_beside_a_good_one_is_no_reason_to_be_glad(stranger, survey, anna):
    settled = switch_survey_on(Survey.objects.get(key="complaint"), by=None)
    asked = invited(anna, settled)

    asked.send(stranger, score="4", handling="2", why="It took a week.")
    page = stranger.get(asked.path).text

    assert ("We are sorry" in page, "We are glad" in page) == (True, False)
    assert ("Yes, please call me" in page, 'id="show"' in page) == (True, False)
    assert Response.objects.get().band == "high"


def test_taken_back_is_not_asked_again(stranger, happy):
    stranger.post(happy.path, TICKS)
    address = urlsplit(withdrawal_address(Testimonial.objects.get())).path
    stranger.post(address)

    page = stranger.post(happy.path, TICKS, follow=True).text

    assert "we show them nowhere" in page
    assert Testimonial.objects.get().withdrawn_at is not None


def test_an_answer_that_was_set_aside_is_not_shown(stranger, happy):
    Response.objects.update(invalid_at="2026-05-01T00:00Z", invalid_reason="A joke")

    stranger.post(happy.path, TICKS)

    assert not Testimonial.objects.exists()


def test_a_voucher_is_said_beside_the_words(stranger, survey: Survey, anna):
    asked = invited(anna, promised(survey, percent=10, days=90))
    asked.send(stranger, score="5", why="My happy place.")

    assert "given a voucher" in stranger.get(asked.path).text
    stranger.post(asked.path, TICKS)

    assert Testimonial.objects.get().reward != ""
    assert not StageEvidence.objects.filter(customer=anna, kind="testimonial").exists()


def test_staff_take_it_back_for_them(stranger, happy, mira):
    stranger.post(happy.path, TICKS)

    withdraw_testimonial(Testimonial.objects.get(), by=mira)

    assert "we show them nowhere" in stranger.get(happy.path).text
