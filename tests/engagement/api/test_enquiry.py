"""Questions, as programs read and write them."""

import pytest

from crm.shop.models import AuditEntry
from customers.models import Interaction
from engagement.actions.enquiry import Asked, close_enquiry, open_enquiry
from engagement.actions.suppression import suppress
from engagement.models import Enquiry, EnquiryState, Message, SuppressionReason, SuppressionScope

BODY = {"question": "Is the chair in?", "customer": {"email": "anna@example.org"}}


@pytest.fixture
def asked(till, anna) -> dict:
    return till.post("/enquiries/", BODY).json()


def question(**more) -> Enquiry:
    return open_enquiry(Asked("Is it in?", "web", **more), by=None)


def test_a_question_is_written_down_and_its_clock_runs(till, anna, asked):
    enquiry = Enquiry.objects.get()

    assert (enquiry.customer, enquiry.channel, enquiry.state) == (anna, "web", EnquiryState.OPEN)
    assert asked["answer_by"] > asked["received_at"]
    assert till.get(f"/enquiries/{enquiry.pk}/").json() == asked
    assert Interaction.objects.get(kind="enquiry").text == "Is the chair in?"
    assert AuditEntry.objects.get(verb="enquiry.opened").actor == "api: Till"


def test_somebody_nobody_knows_may_ask(till, counter, mira):
    body = {
        "question": "Open on Sunday?",
        "channel": "phone",
        "sender_name": "Nora",
        "sender_email": "Nora@Example.org",
        "sender_phone": "01632 960777",
        "location": "High Street",
        "owner": "Mira",
        "received_at": "2026-06-01T10:00:00+01:00",
    }

    shown = till.post("/enquiries/", body).json()

    known = {"sender_email": "nora@example.org", "customer": None, "state": "open"}
    assert shown | body | known == shown


def test_an_answer_leaves_by_mail_once(till, anna, asked):
    address = f"/enquiries/{asked['id']}/answer/"

    answers = [till.post(address, {"text": "It is.", "how": "mail"}) for _again in range(2)]

    assert [answer.json()["state"] for answer in answers] == ["answered"] * 2
    assert Message.objects.get().context["answer"] == "It is."
    assert AuditEntry.objects.filter(verb="enquiry.answered").count() == 1


def test_an_answer_that_was_given_already_is_written_down(till, asked):
    till.post(f"/enquiries/{asked['id']}/answer/", {"how": "phone"})

    line = Interaction.objects.get(kind="enquiry_answer")
    assert (line.channel, line.text, Message.objects.exists()) == ("phone", "", False)


def test_another_answer_comes_too_late(till, asked):
    address = f"/enquiries/{asked['id']}/answer/"
    till.post(address, {"text": "It is.", "how": "phone"})

    late = till.post(address, {"text": "It is not.", "how": "mail"})

    assert (late.status_code, Enquiry.objects.get().answer) == (409, "It is.")
    assert not Message.objects.exists()


def test_no_mail_is_answered_where_none_would_arrive(till, anna, bert):
    suppress(
        "anna@example.org",
        reason=SuppressionReason.HARD_BOUNCE,
        scope=SuppressionScope.EVERYTHING,
        source="test",
        by=None,
    )

    for customer in (anna, bert):
        enquiry = question(customer=customer)
        refused = till.post(f"/enquiries/{enquiry.pk}/answer/", {"text": "Yes.", "how": "mail"})
        assert (refused.status_code, list(refused.json()["errors"])) == (409, ["how"])

    assert set(Enquiry.objects.values_list("state", flat=True)) == {"open"}


def test_a_question_is_closed_and_opened_again(till, asked):
    address = f"/enquiries/{asked['id']}"

    closed = [till.post(f"{address}/close/", {}).json()["state"] for _again in range(2)]
    opened = [till.post(f"{address}/reopen/", {}).json() for _again in range(2)]

    assert (closed, [row["state"] for row in opened]) == (["closed"] * 2, ["open"] * 2)
    assert opened[1]["reopened_count"] == 1


def test_what_was_closed_is_no_spam_afterwards(till, shop):
    enquiry = close_enquiry(question(), by=None)

    assert till.post(f"/enquiries/{enquiry.pk}/close/", {"is_spam": True}).status_code == 409
    other = question()
    assert till.post(f"/enquiries/{other.pk}/close/", {"is_spam": True}).json()["state"] == "spam"


@pytest.mark.parametrize(("move", "body"), [("answer", {"how": "phone"}), ("close", {}), ("reopen", {})])
def test_a_version_that_is_named_must_be_the_current_one(till, asked, move, body):
    Enquiry.objects.update(version=3)

    answer = till.post(f"/enquiries/{asked['id']}/{move}/", body, If_Match='"1"')

    assert (answer.status_code, Enquiry.objects.get().state) == (412, "open")


def test_a_list_is_narrowed(till, anna, mira):
    first, second = question(customer=anna), question(owner=mira)
    done = close_enquiry(question(), by=None)

    def found(asked: str) -> list[int]:
        return [row["id"] for row in till.get(f"/enquiries/{asked}").json()["results"]]

    assert found("") == [done.pk, second.pk, first.pk]
    assert found("?state=open") == [second.pk, first.pk]
    assert (found(f"?customer={anna.pk}"), found("?owner=Mira")) == ([first.pk], [second.pk])
    assert till.get("/enquiries/?state=x").status_code == 400


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "question"),
        ({"question": "\n "}, "question"),
        ({"question": "x" * 5001}, "question"),
        ({"question": "x", "channel": "pigeon"}, "channel"),
        ({"question": "x", "customer": {"id": 999_999}}, "customer"),
        ({"question": "x", "sender_email": "nora"}, "sender_email"),
        ({"question": "x", "sender_name": "x" * 121}, "sender_name"),
        ({"question": "x", "location": "Nowhere"}, "location"),
        ({"question": "x", "received_at": "2099-01-01"}, "received_at"),
        ({"question": "x", "state": "closed"}, "state"),
    ],
)
def test_mistakes_are_named(till, anna, body, field):
    answer = till.post("/enquiries/", body)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize(
    ("body", "field"), [({}, "how"), ({"how": "mail"}, "text"), ({"how": "pigeon", "text": "x"}, "how")]
)
def test_an_answer_says_how_it_goes(till, asked, body, field):
    answer = till.post(f"/enquiries/{asked['id']}/answer/", body)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


@pytest.mark.parametrize("item_count", [1, 3])
def test_a_list_asks_as_much_for_one_as_for_many(
    till, anna, counter, mira, item_count, django_assert_num_queries
):
    for _number in range(item_count):
        question(customer=anna, location=counter, owner=mira)

    with django_assert_num_queries(4):
        till.get("/enquiries/")
