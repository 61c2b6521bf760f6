"""The timeline, as programs read and write it."""

import pytest

from crm.shop.models import AuditEntry
from customers.models import Interaction, Revision


@pytest.fixture
def call(till, anna):
    body = {"kind": "call", "text": "Asked for size 38", "at": "2026-06-01T10:00:00+01:00"}
    return till.post(f"/customers/{anna.pk}/interactions/", body).json()


def test_a_line_is_logged_like_one_by_hand(till, anna, call, counter):
    line = Interaction.objects.get()

    assert (line.kind, line.text, line.staff, line.version) == ("call", "Asked for size 38", None, 1)
    assert AuditEntry.objects.get(verb="interaction.logged").actor == "api: Till"
    anna.refresh_from_db()
    assert anna.last_seen_at == line.at
    shown = till.get(f"/customers/{anna.pk}/interactions/").json()["results"]
    assert shown == [call]


def test_a_line_is_corrected_by_whoever_has_seen_it(till, call):
    address = f"/interactions/{call['id']}/"

    answer = till.patch(address, {"text": "Asked for size 39"}, If_Match='"1"')

    assert (answer.json()["text"], answer.json()["kind"], answer.headers["ETag"]) == (
        "Asked for size 39",
        "call",
        '"2"',
    )
    assert Revision.objects.get().before == "Asked for size 38"
    assert till.patch(address, {"text": "x"}, If_Match='"1"').status_code == 412
    assert till.patch(address, {"text": "x"}).status_code == 428


def test_a_line_is_taken_back_and_twice_is_once(till, anna, call):
    answers = [till.post(f"/interactions/{call['id']}/withdraw/", {}) for _again in range(2)]

    assert [answer.json()["is_withdrawn"] for answer in answers] == [True, True]
    assert AuditEntry.objects.filter(verb="interaction.withdrawn").count() == 1
    assert till.get(f"/customers/{anna.pk}/interactions/").json()["results"] == []


def test_the_line_of_a_purchase_changes_only_with_it(till, anna):
    till.post("/purchases/", {"customer": {"id": anna.pk}, "lines": [{"unit_price": "1"}]})
    [line] = till.get(f"/customers/{anna.pk}/interactions/").json()["results"]

    assert till.patch(f"/interactions/{line['id']}/", {"text": "x"}, If_Match="*").status_code == 409
    assert till.post(f"/interactions/{line['id']}/withdraw/", {}).status_code == 409


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "kind"),
        ({"kind": "purchase"}, "kind"),
        ({"kind": "call", "minutes": "5"}, "minutes"),
        ({"kind": "call", "minutes": -1}, "minutes"),
        ({"kind": "call", "mood": "angry"}, "mood"),
        ({"kind": "call", "at": "2099-01-01"}, "at"),
        ({"kind": "call", "about": "customers.purchase:1"}, "about"),
        ({"kind": "call", "staff": 1}, "staff"),
    ],
)
def test_mistakes_are_named(till, anna, body, field):
    answer = till.post(f"/customers/{anna.pk}/interactions/", body)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not Interaction.objects.exists()
