"""Addresses we do not write to, as programs read and write them."""

import pytest

from crm.shop.models import AuditEntry
from customers.actions.consent import Answer, record_consent
from engagement.models import Suppression

BODY = {"address": "Anna@Example.org", "note": "She asked on the phone"}


def say_yes(customer, *, wording: str = "May we write?") -> None:
    record_consent(customer, Answer("email", "news", True, "At the counter", wording), by=None)


@pytest.fixture
def row(till, anna) -> dict:
    return till.post("/suppressions/", BODY).json()


def test_an_address_is_put_on_the_list_once(till, anna, row):
    again = till.post("/suppressions/", BODY)

    assert (again.status_code, again.json()) == (200, row)
    assert (row["address_hint"], row["reason"], row["scope"], row["source"], row["is_standing"]) == (
        "a…@example.org",
        "manual",
        "unasked",
        "api: Till",
        True,
    )
    assert AuditEntry.objects.get(verb="suppression.added").actor == "api: Till"
    assert till.get(f"/suppressions/{row['id']}/").json() == row


def test_what_stands_becomes_wider_never_narrower(till, row):
    wider = till.post("/suppressions/", BODY | {"scope": "everything"}).json()
    narrower = till.post("/suppressions/", BODY | {"scope": "unasked"}).json()

    assert (wider["scope"], narrower["scope"]) == ("everything", "everything")


def test_an_address_is_found_by_itself_and_never_told(till, row):
    till.post("/suppressions/", BODY | {"address": "bert@example.org"})

    answer = till.get("/suppressions/?address=anna@example.org")

    assert [each["id"] for each in answer.json()["results"]] == [row["id"]]
    assert "anna@example.org" not in answer.content.decode()
    assert Suppression.objects.get(pk=row["id"]).address_hash not in answer.content.decode()


def test_it_is_lifted_with_a_reason_and_a_yes_since(till, anna, row):
    address = f"/suppressions/{row['id']}/lift/"
    say_yes(anna)

    lifted = [till.post(address, {"because": "She came in"}).json() for _again in range(2)]

    assert [(each["is_standing"], each["lifted_because"]) for each in lifted] == [(False, "She came in")] * 2
    assert AuditEntry.objects.get(verb="suppression.lifted").actor == "api: Till"
    assert [each["id"] for each in till.get("/suppressions/?state=lifted").json()["results"]] == [row["id"]]
    assert till.get("/suppressions/?state=standing").json()["results"] == []


def test_without_a_yes_since_it_stands(till, anna):
    say_yes(anna)
    row = till.post("/suppressions/", BODY).json()

    refused = till.post(f"/suppressions/{row['id']}/lift/", {"because": "We want to"})

    assert (refused.status_code, Suppression.objects.get().lifted_at) == (409, None)


@pytest.mark.parametrize("body", [{}, {"because": " "}, {"because": None}])
def test_without_a_reason_it_stands(till, anna, row, body):
    say_yes(anna)

    refused = till.post(f"/suppressions/{row['id']}/lift/", body)

    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["because"])
    assert Suppression.objects.get().lifted_at is None


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"address": "anna"}, "address"),
        ({"address": None}, "address"),
        ({"note": ""}, "note"),
        ({"scope": "all"}, "scope"),
        ({"reason": "complaint"}, "reason"),
        ({"until": "2027-01-01"}, "until"),
    ],
)
def test_mistakes_are_named(till, shop, more, field):
    answer = till.post("/suppressions/", BODY | more)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("item_count", [1, 3])
def test_a_list_asks_as_much_for_one_as_for_many(till, shop, item_count, django_assert_num_queries):
    for number in range(item_count):
        till.post("/suppressions/", BODY | {"address": f"{number}@example.org"})

    with django_assert_num_queries(4):
        till.get("/suppressions/")
