"""Complaints, as programs read and write them."""

import pytest

from crm.shop.models import AuditEntry
from customers.models import Purchase
from feedback.actions.complaint import Taken, take_complaint
from feedback.models import Complaint, ComplaintEvent

BODY = {"story": "It leaks.", "wish": "refund", "customer": {"email": "anna@example.org"}, "severity": "2"}


@pytest.fixture
def sale(buy, anna) -> Purchase:
    return buy(anna)


def test_a_complaint_is_taken_and_its_clocks_run(till, anna, mark):
    shown = till.post("/complaints/", BODY).json()

    complaint = Complaint.objects.get()
    assert (complaint.customer, complaint.severity, complaint.owner) == (anna, 2, mark)
    assert shown["reference"] == complaint.reference
    assert shown["due_at"] > shown["received_at"]
    assert till.get(f"/complaints/{complaint.pk}/").json() == shown
    assert AuditEntry.objects.get(verb="complaint.taken").actor == "api: Till"
    assert ComplaintEvent.objects.get().is_by_clock  # no person answered yet


def test_what_is_wrong_is_named(till):
    refused = till.post("/complaints/", {"wish": "gold", "severity": "9"})

    assert (refused.status_code, {*refused.json()["errors"]}) == (400, {"story", "wish", "severity"})


def test_the_list_is_narrowed(till, anna, mira):
    take_complaint(Taken("It leaks.", customer=anna), by=mira)
    other = take_complaint(Taken("It drips."), by=mira, is_told=True)

    assert len(till.get("/complaints/").json()["results"]) == 2
    assert [row["id"] for row in till.get("/complaints/?state=acknowledged").json()["results"]] == [other.pk]


def test_what_is_said_about_a_colleague_is_told_to_no_program(till, anna, mira):
    hidden = take_complaint(Taken("Otto.", customer=anna, is_about_staff=True), by=mira)

    assert till.get("/complaints/").json()["results"] == []
    assert till.get(f"/complaints/{hidden.pk}/").status_code == 404


def test_more_is_told_with_it(till, anna, sale):
    more = {"lot": "B7", "purchase": sale.pk, "is_public": True, "public_url": "https://x.example/1"}

    shown = till.post("/complaints/", BODY | more | {"is_discrimination": True}).json()

    assert {name: shown[name] for name in more} == more
    assert Complaint.objects.get().is_urgent


def test_only_their_own_purchase_and_a_page_of_the_web(till, anna, bert, sale):
    sale.customer = bert
    sale.save()
    assert {*till.post("/complaints/", BODY | {"purchase": sale.pk}).json()["errors"]} == {"purchase"}

    refused = till.post("/complaints/", BODY | {"public_url": "javascript:alert(1)"})

    assert (refused.status_code, {*refused.json()["errors"]}) == (400, {"public_url"})
