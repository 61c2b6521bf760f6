"""Complaints on their way."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from crm.shop.models import AuditEntry
from customers.models import Interaction
from customers.stale import SomebodyWasFaster
from engagement.models import Message
from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.complaint_mail import NoAddress
from feedback.actions.complaint_move import (
    NeedsADay,
    NotThatWay,
    Told,
    acknowledge_complaint,
    close_complaint,
    move_complaint,
    reopen_complaint,
    send_update,
)
from feedback.models import Complaint

pytestmark = pytest.mark.django_db
LEAKS = "The teapot leaks."
NEXT_WEEK = date(2030, 1, 7)


@pytest.fixture
def leak(anna, mira) -> Complaint:
    return take_complaint(Taken(LEAKS, customer=anna), by=mira, is_told=True)


@pytest.fixture
def letter(anna, mira) -> Complaint:
    return take_complaint(Taken(LEAKS, customer=anna, channel="letter"), by=mira)


def now_of(complaint: Complaint) -> Complaint:
    return Complaint.objects.get(pk=complaint.pk)


def kinds_of(complaint: Complaint) -> list[str]:
    return list(complaint.events.order_by("pk").values_list("kind", flat=True))


def test_acknowledge_by_mail_twice_sends_one(letter, mira):
    for _ in range(2):
        acknowledge_complaint(letter, Told(send=True), by=mira)

    mail = Message.objects.get()
    assert (mail.message_class, mail.purpose) == ("transactional", "complaint_acknowledged")
    assert mail.context["reference"] == letter.reference
    assert (now_of(letter).state, kinds_of(letter)) == ("acknowledged", ["taken", "acknowledged"])


def test_send_update_makes_the_next_promise_and_stands_on_the_timeline(leak, mira):
    promised = timezone.now() + timedelta(days=9)
    told = Told("The potter looks at it.", channel="phone", promised_at=promised)

    for _ in range(2):
        send_update(leak, told, version=leak.version, by=mira)

    assert now_of(leak).next_update_at == promised
    assert kinds_of(leak) == ["taken", "acknowledged", "updated"]
    line = Interaction.objects.get(kind="complaint_news", channel="phone")
    assert (line.text, line.direction) == ("The potter looks at it.", "out")
    assert AuditEntry.objects.filter(verb="complaint.updated").count() == 1


def test_two_of_us_do_not_tell_them_different_things(leak, mira, otto):
    send_update(leak, Told("Yes."), version=leak.version, by=mira)

    with pytest.raises(SomebodyWasFaster):
        send_update(leak, Told("No."), version=leak.version, by=otto)
    assert kinds_of(leak)[-1] == "updated"


def test_an_update_by_mail_needs_an_address(bert, mira):
    complaint = take_complaint(Taken(LEAKS, customer=bert), by=mira)

    with pytest.raises(NoAddress):
        send_update(complaint, Told("Yes.", send=True), version=complaint.version, by=mira)
    assert kinds_of(complaint) == ["taken"]


def test_news_to_somebody_we_do_not_know_go_where_they_said(shop, mira):
    stranger = Taken(LEAKS, contact_name="Cleo", contact_email="cleo@example.org")
    complaint = take_complaint(stranger, by=mira)

    send_update(complaint, Told("Soon.", send=True), version=complaint.version, by=mira)

    mail = Message.objects.get()
    assert (mail.to_email, mail.context["first_name"]) == ("cleo@example.org", "Cleo")
    assert now_of(complaint).state == "acknowledged"


def test_move_complaint_follows_the_table_and_twice_is_once(leak, mira):
    for _ in range(2):
        move_complaint(leak, "investigating", by=mira)

    assert (now_of(leak).state, kinds_of(leak).count("moved")) == ("investigating", 1)
    with pytest.raises(NotThatWay):
        move_complaint(leak, "accepted", by=mira)


def test_whoever_waits_says_when_to_ask_again_and_no_clock_runs(leak, mira):
    with pytest.raises(NeedsADay):
        move_complaint(leak, "waiting_customer", by=mira)

    move_complaint(leak, "waiting_customer", chase_on=NEXT_WEEK, by=mira)
    waiting = now_of(leak)
    assert (waiting.chase_on, waiting.due_at, waiting.due_clock) == (NEXT_WEEK, None, "")

    move_complaint(leak, "investigating", by=mira)
    assert now_of(leak).chase_on is None
    assert now_of(leak).due_clock == "answer"


def test_close_twice_is_once_and_only_as_the_table_allows(letter, leak, mira):
    for _ in range(2):
        close_complaint(leak, "closed_resolved", Told("A new one."), version=leak.version, by=mira)

    closed = now_of(leak)
    assert (closed.state, closed.is_open, closed.due_at) == ("closed_resolved", False, None)
    assert (closed.closed_at is not None, kinds_of(leak).count("closed")) == (True, 1)
    with pytest.raises(NotThatWay):
        close_complaint(letter, "closed_resolved", Told("A new one."), version=letter.version, by=mira)


def test_reopen_keeps_mails_here_that_have_not_left(leak, mira):
    close_complaint(leak, "closed_resolved", Told("A new one.", send=True), version=leak.version, by=mira)

    for _ in range(2):
        reopen_complaint(leak, reason="The new one leaks as well.", by=mira)

    again = now_of(leak)
    assert (again.state, again.reopened_count, again.closed_at) == ("investigating", 1, None)
    assert Message.objects.get().state == "cancelled"
    assert kinds_of(leak)[-1] == "reopened"
