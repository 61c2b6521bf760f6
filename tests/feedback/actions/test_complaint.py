"""Taking complaints, correcting them, giving them to somebody."""

import pytest
from django.db import DatabaseError, transaction

from crm.shop.models import AuditEntry
from customers.models import Interaction
from customers.stale import SomebodyWasFaster
from feedback.actions.complaint import (
    Taken,
    assign_complaint,
    edit_complaint,
    note_complaint,
    take_complaint,
    whoever_leads,
)
from feedback.models import Complaint, ComplaintEvent
from feedback.sockets.complaint import hand_over_complaints

pytestmark = pytest.mark.django_db
LEAKS = "The teapot leaks since the first day."


@pytest.fixture
def leak(anna, mira) -> Complaint:
    return take_complaint(Taken(LEAKS, "replacement", customer=anna), by=mira)


def kinds_of(complaint: Complaint) -> list[str]:
    return list(complaint.events.order_by("pk").values_list("kind", flat=True))


def test_take_complaint_gives_it_a_number_an_owner_and_a_promise(leak, anna, mira):
    assert leak.reference == f"C-{1000 + leak.pk}"
    assert (leak.owner, leak.state, leak.due_clock) == (mira, "received", "acknowledge")
    assert leak.next_update_at > leak.due_at
    assert kinds_of(leak) == ["taken"]


def test_take_complaint_stands_on_the_timeline_and_in_the_trail(leak, anna):
    line = Interaction.objects.get(customer=anna, kind="complaint")

    assert (line.text, line.direction, line.mood) == (LEAKS, "in", "unhappy")
    entry = AuditEntry.objects.get(verb="complaint.taken")
    assert (entry.actor, entry.fields) == ("Mira", [])


def test_take_complaint_of_one_cause_twice_gives_the_first(shop, mark, olga):
    first = take_complaint(Taken(LEAKS, cause="web:1"), by=None)
    again = take_complaint(Taken("Something else", cause="web:1"), by=None)

    assert (first, first.owner, again.story) == (again, mark, LEAKS)
    assert kinds_of(first) == ["taken"]


def test_nobody_leads_an_empty_shop(shop):
    assert whoever_leads() is None


def test_who_stands_before_us_knows_at_once(anna, mira):
    complaint = take_complaint(Taken(LEAKS, customer=anna), by=mira, is_told=True)

    assert (complaint.state, kinds_of(complaint)) == ("acknowledged", ["taken", "acknowledged"])


def test_what_is_said_about_a_colleague_stays_with_the_complaint(anna, mira, mark):
    complaint = take_complaint(Taken("Otto was rude.", customer=anna, is_about_staff=True), by=mira)

    assert Interaction.objects.get(kind="complaint").text == ""
    assert not Complaint.objects.visible_to(mira).filter(pk=complaint.pk).exists()
    assert Complaint.objects.visible_to(mark).get() == complaint


def test_edit_complaint_names_what_changed_and_refuses_the_slower(leak, mira, otto):
    edit_complaint(leak, {"severity": 1, "story": LEAKS}, version=leak.version, by=mira)

    entry = AuditEntry.objects.get(verb="complaint.edited")
    assert entry.fields == ["severity"]
    with pytest.raises(SomebodyWasFaster):
        edit_complaint(leak, {"severity": 4}, version=leak.version, by=otto)
    leak.refresh_from_db()
    assert (leak.severity, kinds_of(leak)) == (1, ["taken", "edited"])


def test_edit_complaint_without_a_change_leaves_no_line(leak, mira):
    edit_complaint(leak, {"severity": leak.severity}, version=0, by=mira)

    assert kinds_of(leak) == ["taken"]


def test_assign_complaint_twice_leaves_one_line(leak, mira, otto):
    for _ in range(2):
        assign_complaint(leak, owner=otto, by=mira)

    leak.refresh_from_db()
    assert (leak.owner, kinds_of(leak)) == (otto, ["taken", "assigned"])


def test_note_complaint_twice_leaves_one_line(leak, mira):
    for _ in range(2):
        note_complaint(leak, "Ask the potter.", by=mira)

    assert kinds_of(leak) == ["taken", "note"]


def test_the_log_can_only_be_added_to(leak):
    with pytest.raises(DatabaseError), transaction.atomic():
        ComplaintEvent.objects.update(text="It never leaked.")

    assert ComplaintEvent.objects.get().text == LEAKS


@pytest.mark.parametrize("named", [True, False])
def test_what_somebody_who_leaves_cared_for_has_an_owner_at_once(leak, mira, otto, mark, named):
    count = hand_over_complaints(mira, otto if named else None, mark)

    leak.refresh_from_db()
    assert (count, leak.owner, kinds_of(leak)[-1]) == (1, otto if named else mark, "assigned")
    assert hand_over_complaints(mira, otto, mark) == 0
