"""Each button and each form of a complaint's page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from customers.models import Interaction
from engagement.models import Message
from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.complaint_move import Told, send_update
from feedback.models import Complaint

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def leak(anna, mira) -> Complaint:
    return take_complaint(Taken("The teapot leaks.", customer=anna), by=mira)


def now_of(complaint: Complaint) -> Complaint:
    return Complaint.objects.get(pk=complaint.pk)


def send(client, complaint: Complaint, door: str, **typed):
    return client.post(f"/complaints/{complaint.pk}/{door}/", typed)


def tomorrow() -> str:
    return str(timezone.localdate() + timedelta(days=1))


@pytest.mark.parametrize("door", ["move", "wait", "assign", "recognise", "note", "update", "close", "reopen"])
def test_looking_changes_nothing(as_staff, leak, door):
    assert as_staff.get(f"/complaints/{leak.pk}/{door}/").status_code == 405
    assert as_staff.post(f"/complaints/{leak.pk + 1}/{door}/").status_code == 404


def test_they_know_that_we_heard(as_staff, leak):
    assert "Mail them that we heard" in as_staff.get(f"/complaints/{leak.pk}/").text
    for _ in range(2):
        send(as_staff, leak, "move", do="mail")

    assert (now_of(leak).state, Message.objects.get().purpose) == ("acknowledged", "complaint_acknowledged")


def test_it_moves_on_and_is_taken_over(as_staff, leak, mira, otto):
    Complaint.objects.filter(pk=leak.pk).update(owner=otto)
    for what in ("told", "investigating", "take", "received", "closed_resolved", ""):
        send(as_staff, leak, "move", do=what)

    assert (now_of(leak).state, now_of(leak).owner) == ("investigating", mira)


def test_a_step_that_is_not_there_is_told(as_staff, leak):
    response = as_staff.post(f"/complaints/{leak.pk}/move/", {"do": "accepted"}, follow=True)

    assert "That is not possible now: it is “Received”." in response.text


def test_it_waits_until_a_day(as_staff, leak):
    send(as_staff, leak, "move", do="told")
    wrong = send(as_staff, leak, "wait", state="waiting_supplier", chase_on="2020-01-01")
    assert (wrong.status_code, "This day is over." in wrong.text) == (422, True)

    send(as_staff, leak, "wait", state="waiting_supplier", chase_on=tomorrow())

    assert now_of(leak).state == "waiting_supplier"
    assert "We ask again on" in as_staff.get(f"/complaints/{leak.pk}/").text


def test_it_is_given_to_somebody(as_staff, leak, otto):
    send(as_staff, leak, "assign", owner=otto.pk)
    send(as_staff, leak, "assign", owner="nobody")

    assert now_of(leak).owner == otto


def test_a_note_is_for_ourselves(as_staff, leak):
    assert send(as_staff, leak, "note", text=" ").status_code == 422
    send(as_staff, leak, "note", text="Ask the potter.")

    assert "Ask the potter." in as_staff.get(f"/complaints/{leak.pk}/").text


def test_news_reach_the_customer(as_staff, leak):
    typed = {"text": "We have asked the potter.", "how": "mail", "promised_on": tomorrow()}
    assert send(as_staff, leak, "update", **typed, version=leak.version).status_code == 302

    mail = Message.objects.get()
    assert mail.context["answer"] == typed["text"]
    assert timezone.localdate(now_of(leak).next_update_at).isoformat() == typed["promised_on"]
    assert send(as_staff, leak, "update", how="phone", version=now_of(leak).version).status_code == 422


def test_the_slower_news_are_shown_again(as_staff, leak, otto):
    send_update(leak, Told("Yes."), version=leak.version, by=otto)
    typed = {"text": "Certainly not.", "how": "phone", "version": leak.version}

    response = as_staff.post(f"/complaints/{leak.pk}/update/", typed, headers=HTMX)

    assert (response.status_code, "Certainly not." in response.text, "Otto" in response.text) == (
        409,
        True,
        True,
    )
    again = typed | {"version": now_of(leak).version}
    assert send(as_staff, leak, "update", **again).status_code == 302


def test_it_is_closed_and_opened_again(as_staff, leak):
    send(as_staff, leak, "move", do="told")
    version = now_of(leak).version
    end = {"end": "closed_resolved", "text": "A new teapot.", "how": "in_store", "justified": "yes"}
    end |= {"version": version}
    assert send(as_staff, leak, "close", **end | {"text": ""}).status_code == 422
    for _ in range(2):
        send(as_staff, leak, "close", **end)
    assert (now_of(leak).state, now_of(leak).justified) == ("closed_resolved", "yes")
    assert "It is not over" in as_staff.get(f"/complaints/{leak.pk}/").text

    assert send(as_staff, leak, "reopen", text="").status_code == 422
    send(as_staff, leak, "reopen", text="It leaks as well.")

    assert now_of(leak).state == "investigating"


def test_the_slower_end_is_shown_again(as_staff, leak, otto):
    send_update(leak, Told("Yes."), version=leak.version, by=otto)
    end = {"end": "closed_resolved", "text": "Over.", "how": "in_store", "justified": "no"}
    end |= {"version": leak.version}

    response = send(as_staff, leak, "close", **end)

    assert (response.status_code, "Over." in response.text, now_of(leak).is_open) == (409, True, True)


def test_it_is_said_who_complained(as_staff, anna, mira):
    stranger = take_complaint(Taken("It leaks.", contact_name="Somebody"), by=mira)
    assert send(as_staff, stranger, "recognise", customer="Zed Nobody").status_code == 422

    for _ in range(2):
        send(as_staff, stranger, "recognise", customer="Anna Bell")

    assert now_of(stranger).customer == anna
    assert Interaction.objects.filter(customer=anna, kind="complaint").count() == 1
    assert stranger.events.filter(kind="edited").count() == 1
