"""A month after a complaint was closed: is it still right?"""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from engagement.actions.enrolment import advance_enrolment, look_for_causes
from engagement.models import Enrolment, Message
from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.complaint_move import Told, close_complaint, reopen_complaint
from feedback.models import Complaint
from tests.engagement.automations import automation_on, words  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
A_MONTH = timedelta(days=30, minutes=5)


@pytest.fixture
def closed(anna, mira) -> Complaint:
    complaint = take_complaint(Taken("It leaks.", customer=anna), by=mira, is_told=True)
    return close_complaint(complaint, "closed_resolved", Told("New."), version=complaint.version, by=mira)


def a_month_later(automation) -> None:
    look_for_causes(automation.pk, now=timezone.now())
    with time_machine.travel(timezone.now() + A_MONTH):
        for number in Enrolment.objects.due(timezone.now()).values_list("pk", flat=True):
            advance_enrolment(number, now=timezone.now())


def test_they_are_asked_once_a_month_later(closed, automation_on):  # noqa: F811
    automation = automation_on("complaint_check")

    for _ in range(2):
        a_month_later(automation)

    assert Message.objects.get().customer == closed.customer


def test_whoever_complained_again_is_not_asked(closed, automation_on, mira):  # noqa: F811
    automation = automation_on("complaint_check")
    look_for_causes(automation.pk, now=timezone.now())
    reopen_complaint(closed, reason="It leaks.", by=mira)

    a_month_later(automation)

    assert not Message.objects.exists()
