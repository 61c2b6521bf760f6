"""Putting a complaint right, on its page; and the rules for it."""

from decimal import Decimal

import pytest
from django.test import Client

from engagement.models import Message
from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.remedy import Offer, offer_remedy
from feedback.models import Complaint, ComplaintRules, Decision, Remedy

pytestmark = pytest.mark.django_db
RULES = {"approval_limit": "20", "stance": "prepared", "body_name": "ADR", "version": "1"}


@pytest.fixture
def leak(anna, mira) -> Complaint:
    return take_complaint(Taken("It leaks.", "refund", customer=anna), by=mira, is_told=True)


def sign_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(client, complaint: Complaint, door: str, **typed):
    return client.post(f"/complaints/{complaint.pk}/{door}/", typed)


def test_something_is_offered_once_and_given(as_staff, leak):
    for _ in range(2):
        send(as_staff, leak, "remedies/new", kind="refund", worth="12.50", once="a")
    remedy = Remedy.objects.get()
    assert "£12.50" in as_staff.get(f"/complaints/{leak.pk}/").text

    as_staff.post(f"/complaints/remedies/{remedy.pk}/move/", {"do": "give", "proof": "Receipt 17"})

    assert "Receipt 17" in as_staff.get(f"/complaints/{leak.pk}/").text


def test_a_voucher_needs_a_worth(as_staff, leak):
    response = send(as_staff, leak, "remedies/new", kind="voucher")

    assert (response.status_code, "A voucher is worth something." in response.text) == (422, True)


def test_what_is_dear_is_approved_by_whoever_may(as_staff, leak, mira, mark):
    remedy = offer_remedy(leak, Offer("refund", worth=Decimal(90)), by=mira)
    door = f"/complaints/remedies/{remedy.pk}"
    response = as_staff.post(f"{door}/move/", {"do": "give"}, follow=True)
    assert "Somebody who may approve it has to say yes first." in response.text
    assert as_staff.post(f"{door}/approve/").status_code == 403

    sign_in(mark).post(f"{door}/approve/")
    as_staff.post(f"{door}/move/", {"do": "give"})

    assert Remedy.objects.get().given_at is not None


def test_nobody_is_told_of_what_nobody_has_approved(as_staff, leak, mira, mark):
    remedy = offer_remedy(leak, Offer("refund", worth=Decimal(90)), by=mira)
    told = {"text": "You get £90 back.", "how": "phone", "justified": "yes", "end": "closed_resolved"}
    version = Complaint.objects.get().version

    for door in ("decide", "close"):
        response = send(as_staff, leak, door, **told, version=version)
        assert (response.status_code, "waits for approval: wait" in response.text) == (422, True)
    assert not Decision.objects.exists()

    sign_in(mark).post(f"/complaints/remedies/{remedy.pk}/approve/")
    send(as_staff, leak, "decide", **told, version=Complaint.objects.get().version)
    assert Decision.objects.get().text == "You get £90 back."


def test_a_remedy_of_a_hidden_complaint_is_hidden(as_staff, anna, mark):
    hidden = take_complaint(Taken("Otto.", customer=anna, is_about_staff=True), by=mark)
    remedy = offer_remedy(hidden, Offer("apology"), by=mark)

    assert as_staff.post(f"/complaints/remedies/{remedy.pk}/move/", {"do": "drop"}).status_code == 404
    assert as_staff.get(f"/complaints/remedies/{remedy.pk}/move/").status_code == 405


def test_they_are_told_what_was_decided(as_staff, leak):
    typed = {"justified": "yes", "findings": "Thin glaze.", "text": "A new one.", "how": "mail"}
    assert send(as_staff, leak, "decide", **typed | {"text": ""}, version=leak.version).status_code == 422

    send(as_staff, leak, "decide", **typed, version=leak.version)

    assert (Complaint.objects.get().state, Message.objects.count()) == ("offered", 1)
    assert "Thin glaze." in as_staff.get(f"/complaints/{leak.pk}/").text


def test_a_no_is_explained(as_staff, leak):
    end = {"end": "closed_unresolved", "justified": "no", "text": "We cannot.", "how": "in_store"}
    end |= {"version": leak.version}
    refused = send(as_staff, leak, "close", **end)
    assert (refused.status_code, "Whoever is told no is told this as well." in refused.text) == (422, True)

    send(as_staff, leak, "close", **end, findings="It was dropped.", why_not="no_fault")

    assert Complaint.objects.get().state == "closed_unresolved"
    assert "It was dropped." in Decision.objects.get().text


def test_nobody_is_rewarded_for_changing_a_review(as_staff, leak):
    text = "You get a full refund once you have taken your review down."

    response = send(as_staff, leak, "update", text=text, how="phone", version=leak.version)

    assert (response.status_code, "Nobody may be rewarded" in response.text) == (422, True)


def test_the_owner_sets_the_rules(olga, mark):
    assert sign_in(mark).get("/complaints/rules/").status_code == 403
    owner = sign_in(olga)
    assert owner.get("/complaints/rules/").status_code == 200
    assert owner.post("/complaints/rules/", RULES | {"approval_limit": "much"}).status_code == 422

    assert owner.post("/complaints/rules/", RULES).status_code == 302
    assert ComplaintRules.current().approval_limit == Decimal(20)
    stale = owner.post("/complaints/rules/", RULES | {"body_name": "Other"})
    assert (stale.status_code, "Other" in stale.text) == (409, True)


def test_whoever_may_approve_finds_on_today_what_waits_for_it(leak, mira, otto, mark):
    remedy = offer_remedy(leak, Offer("refund", worth=Decimal(90)), by=mira)
    words = "A remedy waits for approval"
    assert words in sign_in(mark).get("/today/").text
    assert words not in sign_in(otto).get("/today/").text

    sign_in(mark).post(f"/complaints/remedies/{remedy.pk}/approve/")

    assert words not in sign_in(mark).get("/today/").text
