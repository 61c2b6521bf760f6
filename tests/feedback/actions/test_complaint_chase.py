"""A customer who has the ball is asked twice, told that it ends, and only then it is closed."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from engagement.models import Message
from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.complaint_move import Told, move_complaint, send_update
from feedback.models import Complaint
from feedback.tasks import remind_of_complaints

pytestmark = pytest.mark.django_db
LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def leak(anna, mira) -> Complaint:
    complaint = take_complaint(Taken("It leaks.", customer=anna), by=mira, is_told=True)
    told = Told("Which colour would you like?")
    return send_update(complaint, told, version=complaint.version, by=mira)


def wait(complaint: Complaint, by, state: str = "waiting_customer") -> None:
    move_complaint(complaint, state, chase_on=LONG_AGO, by=by)


def steps() -> list[tuple[str, str]]:
    """What the clock wrote: the kind, and which step of asking it was."""
    events = Complaint.objects.get().events.filter(is_by_clock=True).order_by("pk")
    return [(event.kind, event.step.rpartition(":")[2]) for event in events]


def weeks(number: int, *, mail_leaves: bool = True) -> None:
    """The clock looks once a week, twice each time; what it plans is sent, or not."""
    for week in range(number):
        with time_machine.travel(timezone.now() + timedelta(days=9 * week), tick=False):
            remind_of_complaints()
            remind_of_complaints()
            if mail_leaves:
                Message.objects.filter(staff=None).update(state="sent", decided_at=timezone.now())


def test_they_are_asked_twice_then_told_that_it_ends_and_then_it_does(leak, mira):
    wait(leak, mira)

    weeks(4)

    assert steps() == [("chased", "1"), ("chased", "2"), ("chased", "3"), ("closed", "4")]
    assert Complaint.objects.get().state == "closed_withdrawn"
    mails = list(Message.objects.filter(staff=None).order_by("pk"))
    assert [mail.purpose for mail in mails] == ["complaint_chase", "complaint_chase", "complaint_notice"]
    assert "Which colour would you like?" in mails[0].context["answer"]
    assert "we close your complaint" in mails[2].context["answer"]
    assert not Message.objects.filter(staff=mira, purpose="complaint_reminder").exists()


def test_the_next_step_has_its_day(leak, mira):
    wait(leak, mira)

    weeks(1)

    waiting = Complaint.objects.get()
    assert timezone.localdate() < waiting.chase_on <= timezone.localdate() + timedelta(days=5)
    assert steps() == [("chased", "1")]


def test_what_has_not_left_lets_nothing_end(leak, mira):
    wait(leak, mira)

    weeks(6, mail_leaves=False)

    assert Complaint.objects.get().is_open
    assert steps()[-1] == ("reminded", "4")
    assert Message.objects.filter(staff=mira).count() == 1


def test_whom_no_mail_reaches_a_person_has_to_ring(leak, anna, mira):
    anna.emails.all().delete()
    wait(leak, mira)

    weeks(3)

    assert steps() == [("reminded", "1")]
    assert "ring them" in Message.objects.get(staff=mira).context["promises"]


def test_for_a_supplier_whoever_cares_for_it_is_reminded(leak, mira):
    wait(leak, mira, "waiting_supplier")

    weeks(2)

    assert steps() == [("reminded", "20200101")]


def test_it_begins_anew_when_it_waits_again(leak, mira):
    wait(leak, mira)
    weeks(1)
    move_complaint(leak, "investigating", by=mira)
    wait(leak, mira)

    weeks(1)

    assert steps() == [("chased", "1"), ("chased", "1")]
