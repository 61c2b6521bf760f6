"""The complaints of the demo shop: something of each kind, whatever the day."""

from itertools import pairwise

import pytest
from django.utils import timezone

from customers.models import Interaction
from engagement.models import MessageState
from feedback.complaint_moves import may_move
from feedback.kinds import COMPLAINT
from feedback.models import (
    Complaint,
    ComplaintState,
    Decision,
    EventKind,
    Invitation,
    Remedy,
    Response,
    Survey,
    SurveyKind,
)
from feedback.models.complaint import CLOSED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.xdist_group("demo")]


def test_complaints_stand_everywhere_on_their_way() -> None:
    states = set(Complaint.objects.values_list("state", flat=True))

    assert {ComplaintState.RECEIVED, ComplaintState.WAITING_SUPPLIER, ComplaintState.OFFERED} <= states
    assert states & set(CLOSED) == {"closed_resolved", "closed_unresolved", "closed_withdrawn"}
    assert Complaint.objects.filter(reopened_count=1, closed_at=None).exists()
    assert Complaint.objects.open().filter(is_safety=True).exists()


def test_every_log_follows_the_table_and_ends_where_the_complaint_stands() -> None:
    for complaint in Complaint.objects.prefetch_related("events"):
        log = sorted(complaint.events.all(), key=lambda event: event.pk)
        moments = [event.at for event in log]
        steps = [(one.state, other.state) for one, other in pairwise(log)]

        assert moments == sorted(moments)
        assert moments[-1] <= timezone.now()
        assert [step for step in steps if step[0] != step[1] and not may_move(*step)] == []
        assert log[-1].state == complaint.state
        assert (log[0].kind, complaint.is_open) == (EventKind.TAKEN, complaint.closed_at is None)


def test_most_are_in_time_and_those_that_wait_have_no_clock() -> None:
    running = Complaint.objects.open().exclude(due_at=None)

    assert running.filter(due_at__lt=timezone.now()).count() <= running.count() / 2
    assert not Complaint.objects.filter(state__startswith="waiting").exclude(due_at=None).exists()


def test_a_no_is_explained_and_what_is_dear_was_approved() -> None:
    unresolved = Complaint.objects.filter(state=ComplaintState.CLOSED_UNRESOLVED)

    assert Decision.objects.exclude(why_not="").count() == unresolved.count() == 2
    assert Remedy.objects.filter(needs_approval=True, given_at=None).count() == 1
    assert not Remedy.objects.filter(needs_approval=True, given_at__isnull=False, approved_at=None).exists()


def test_known_customers_have_it_on_their_timeline() -> None:
    known = Complaint.objects.exclude(customer=None)

    assert Interaction.objects.filter(kind=COMPLAINT.key).count() == known.count() > 10


def test_whoever_had_an_address_was_asked_how_it_was_settled_and_has_said_so() -> None:
    survey = Survey.objects.get(kind=SurveyKind.COMPLAINT)
    done = Complaint.objects.filter(state__in=["closed_resolved", "closed_unresolved"]).exclude(customer=None)
    asked = Invitation.objects.filter(survey=survey)
    answers = Response.objects.counting().filter(survey=survey)

    assert survey.is_on
    assert set(asked.values_list("cause", flat=True)) == {f"feedback.complaint:{each.pk}" for each in done}
    assert answers.count() == asked.filter(message__state=MessageState.SENT).count() >= 3
    assert {answer.answers.filter(question="handling").count() for answer in answers} == {1}
    assert max(answer.confirmed_at for answer in answers) <= timezone.now()
