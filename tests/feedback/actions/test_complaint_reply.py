"""What customers answer to our mails about a complaint."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from engagement.actions.enquiry import Asked, open_enquiry
from engagement.models import Enquiry, InboundMail, Message
from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.complaint_merge import merge_complaints
from feedback.actions.complaint_move import Told, acknowledge_complaint, close_complaint, move_complaint
from feedback.models import Complaint
from feedback.tasks import hear_of_complaints

pytestmark = pytest.mark.django_db
LATER = "It leaks again."


@pytest.fixture
def leak(anna, mira) -> Complaint:
    complaint = take_complaint(Taken("It leaks.", customer=anna, channel="phone"), by=mira)
    return acknowledge_complaint(complaint, Told(send=True), by=mira)


def reply(anna, text: str = LATER, *, at: datetime | None = None, kind: str = "reply") -> InboundMail:
    return InboundMail.objects.create(
        message_id=f"<{InboundMail.objects.count()}@example.org>",
        kind=kind,
        from_email="anna@example.org",
        text=text,
        received_at=at or timezone.now(),
        answers=Message.objects.order_by("pk").first(),
        customer=anna,
    )


def kinds_of(complaint: Complaint) -> list[str]:
    return list(complaint.events.order_by("pk").values_list("kind", flat=True))


def now_of(complaint: Complaint) -> Complaint:
    return Complaint.objects.get(pk=complaint.pk)


def test_an_answer_stands_in_the_log_once_and_makes_older_typing_stale(leak, anna):
    reply(anna)
    version = now_of(leak).version

    for _ in range(2):
        hear_of_complaints()

    assert kinds_of(leak) == ["taken", "acknowledged", "heard"]
    assert (leak.events.get(kind="heard").text, now_of(leak).version) == (LATER, version + 1)


def test_one_matter_has_one_clock(leak, anna):
    mail = reply(anna)
    mail.enquiry = open_enquiry(Asked(LATER, "email", customer=anna), by=None)
    mail.save()

    hear_of_complaints()

    assert Enquiry.objects.get().state == "closed"


def test_machines_are_not_heard(leak, anna):
    reply(anna, kind="auto_reply")

    hear_of_complaints()

    assert "heard" not in kinds_of(leak)


def test_what_waited_for_them_goes_on(leak, anna, mira):
    move_complaint(leak, "waiting_customer", chase_on=timezone.localdate() + timedelta(days=3), by=mira)
    reply(anna)

    hear_of_complaints()

    assert (now_of(leak).state, now_of(leak).chase_on) == ("investigating", None)


def test_within_two_weeks_it_is_opened_again(leak, anna, mira):
    close_complaint(leak, "closed_resolved", Told("New one."), version=now_of(leak).version, by=mira)
    reply(anna)

    for _ in range(2):
        hear_of_complaints()

    assert (now_of(leak).state, now_of(leak).reopened_count) == ("investigating", 1)
    assert kinds_of(leak)[-2:] == ["heard", "reopened"]


def test_later_it_begins_anew_and_names_the_old_one(leak, anna, mira):
    close_complaint(leak, "closed_resolved", Told("New one."), version=now_of(leak).version, by=mira)
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        reply(anna)
        for _ in range(2):
            hear_of_complaints()

        anew = Complaint.objects.exclude(pk=leak.pk).get()
    assert (anew.story, anew.customer, anew.owner, anew.channel) == (LATER, anna, mira, "email")
    assert anew.events.get(kind="note").text == f"It follows {leak.reference}."
    assert anew.follows == leak
    assert not now_of(leak).is_open


def test_an_answer_to_one_that_was_put_together_stands_with_the_other(leak, anna, mira):
    other = take_complaint(Taken("It drips."), by=mira)
    merge_complaints(leak, into=other, by=mira)
    reply(anna)

    hear_of_complaints()

    assert "heard" in kinds_of(other)
    assert "heard" not in kinds_of(leak)
