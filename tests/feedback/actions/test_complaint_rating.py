"""Whoever says that we handled their complaint badly is heard, once."""

import pytest

from engagement.models import Message
from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.complaint_move import Told, close_complaint, reopen_complaint
from feedback.actions.invitation import Asking, invite
from feedback.actions.response import record_answer
from feedback.actions.response_care import mark_response_invalid
from feedback.actions.survey import install_starter_surveys, switch_survey_on
from feedback.evidence import Coming
from feedback.models import Complaint, Response, Survey
from feedback.tasks import hear_of_handling

pytestmark = pytest.mark.django_db


@pytest.fixture
def leak(anna, mira) -> Complaint:
    complaint = take_complaint(Taken("It leaks.", customer=anna), by=mira, is_told=True)
    return close_complaint(complaint, "closed_resolved", Told("New."), version=complaint.version, by=mira)


def rate(complaint: Complaint, handling: int, outcome: int = 5) -> Response:
    install_starter_surveys(by=None)
    survey = switch_survey_on(Survey.objects.get(key="complaint"), by=None)
    invitation = invite(complaint.customer, survey, Asking(f"feedback.complaint:{complaint.pk}"), by=None)
    given = {"score": outcome, "handling": handling}
    response = record_answer(invitation, Coming(given=given, page="p", seconds=9, was_touched=True)).response
    assert response is not None
    return response


def alerts() -> list[str]:
    return [str(mail.staff) for mail in Message.objects.filter(purpose="complaint_reminder")]


def hear() -> None:
    for _ in range(2):
        hear_of_handling()


def test_a_low_rating_alerts_whoever_leads_once_and_proposes_to_open_it_again(leak, mark, as_staff):
    rate(leak, 2)

    hear()

    assert alerts() == ["Mark"]
    assert leak.events.filter(kind="reminded", to=mark).count() == 1
    assert "Does it have to be opened again?" in as_staff.get(f"/complaints/{leak.pk}/").text


def test_nothing_is_proposed_once_it_was_opened_again(leak, mira, mark, as_staff):
    rate(leak, 1)
    hear()

    reopen_complaint(leak, reason="True.", by=mira)

    assert "Does it have to be opened again?" not in as_staff.get(f"/complaints/{leak.pk}/").text


def test_a_good_rating_and_a_bad_outcome_alone_alert_nobody(leak, mark):
    rate(leak, 3, outcome=1)

    hear()

    assert alerts() == []


def test_what_was_set_aside_alerts_nobody(leak, mark, olga):
    mark_response_invalid(rate(leak, 1), reason="A test of ours", by=olga)

    hear()

    assert alerts() == []
