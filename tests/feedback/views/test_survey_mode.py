"""Anonymous or confidential: chosen by managers, and what is shown of anonymous answers."""

import pytest
from django.test import Client

from crm.shop.models import AuditEntry
from feedback.actions.anonymous_answer import choose_mode
from feedback.models import Response, Survey
from tests.feedback.actions.test_anonymous_answer import asked_of
from tests.web.walk import sign_in_a_moment_ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def nameless(survey):
    return choose_mode(survey, is_anonymous=True, by=None)


def answered(survey, count):
    for number, asked in enumerate(asked_of(survey, count)):
        asked.send(Client(), score="2", why=f"Reason {number}")


def test_survey_mode_is_chosen_until_somebody_is_asked(as_manager, survey):
    path = f"/surveys/{survey.pk}/mode/"
    assert "Make it anonymous" in as_manager.get(path).text

    for _ in range(2):
        assert as_manager.post(path, {"mode": "anonymous"}).status_code == 302

    survey.refresh_from_db()
    assert survey.is_anonymous
    assert AuditEntry.objects.filter(verb="survey.made_anonymous").count() == 1
    asked_of(survey, 1)
    assert "Make it" not in as_manager.get(path).text
    assert "stays as it is" in as_manager.post(path, {"mode": "confidential"}, follow=True).text


def test_survey_mode_is_for_those_who_change_surveys(as_viewer, survey):
    assert as_viewer.post(f"/surveys/{survey.pk}/mode/", {"mode": "anonymous"}).status_code == 403


def test_a_survey_about_a_complaint_has_to_know_whose_it_is(as_manager, survey):
    about_complaints = Survey.objects.get(key="complaint")
    as_manager.post(f"/surveys/{about_complaints.pk}/mode/", {"mode": "anonymous"})

    about_complaints.refresh_from_db()
    assert not about_complaints.is_anonymous


@pytest.mark.parametrize(("count", "is_shown"), [(4, False), (5, True)])
def test_anonymous_answers_show_from_the_fifth_on(as_manager, nameless, count, is_shown, mark):
    sign_in_a_moment_ago(as_manager, mark)
    answered(nameless, count)
    one = Response.objects.first()

    results = as_manager.get(f"/surveys/{nameless.pk}/?band=low&days=30").text
    exported = b"".join(as_manager.post(f"/surveys/{nameless.pk}/export/").streaming_content).decode()

    assert ("Reason 1" in results, "Reason 1" in exported) == (is_shown, is_shown)
    assert as_manager.get(f"/answers/{one.pk}/").status_code == (200 if is_shown else 404)
    assert "?band=low" not in results
    assert "No 1" not in results + exported


def test_anonymous_answers_are_not_among_the_unhappy_of_the_week(as_manager, nameless):
    answered(nameless, 5)

    assert "Reason 1" not in as_manager.get("/huddle/").text
