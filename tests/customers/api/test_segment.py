"""Saved lists through the API: a rule goes in, a sentence and a count come out, hostile ones are refused."""

import pytest

from crm.shop.models import AuditEntry
from customers.models import Customer, Segment

pytestmark = pytest.mark.django_db
LAPSED = {"name": "Gone", "rule": {"join": "all", "parts": [{"ask": "stage", "with": {"value": ["lapsed"]}}]}}


def test_a_list_is_added_and_its_customers_are_asked_for(till, anna, bert):
    Customer.objects.filter(pk=anna.pk).update(stage="lapsed")

    made = till.post("/segments/", LAPSED)
    number = made.json()["id"]
    one = till.get(f"/segments/{number}/").json()
    people = till.get(f"/customers/?matches={number}").json()

    assert (made.status_code, one["count"], one["sentence"]) == (201, 1, "Stage: Lapsed")
    assert [each["id"] for each in people["results"]] == [anna.pk]
    assert [each["name"] for each in till.get("/segments/").json()["results"]] == ["Gone"]


def test_hostile_rules_are_refused_by_place(till):
    deep = {"join": "all", "parts": []}
    for _depth in range(60):
        deep = {"join": "all", "parts": [deep]}

    answers = [
        till.post("/segments/", {"name": "X", "rule": rule})
        for rule in (deep, "1=1", {"join": "all", "parts": [{"ask": "stage", "with": {"value": ["x"]}}]})
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert answers[2].json()["errors"] == {"rule": ["0: “x” is none of the choices."]}
    assert Segment.objects.count() == 0


def test_a_next_that_nobody_gave_is_refused_and_begins_no_list_anew(till, mira):
    for number in range(3):
        Segment.objects.create(name=f"List {number}", is_shared=True, owner=mira, query="stage=lapsed")
    first = till.get("/segments/?size=2").json()

    assert len(till.get(f"/segments/?size=2&after={first['next']}").json()["results"]) == 1
    for after in ("zzz", "WzFd", first["next"][:-4], "%00"):
        refused = till.get(f"/segments/?after={after}")
        assert (refused.status_code, list(refused.json().get("errors", ["after"]))) == (400, ["after"]), after


def test_private_lists_and_broken_ones_say_nothing(till, mira):
    mine = Segment.objects.create(name="Mine", owner=mira, query="stage=lapsed")
    broken = Segment.objects.create(name="Broken", is_shared=True, query="tag=99")

    assert till.get(f"/segments/{mine.pk}/").status_code == 404
    assert till.get(f"/segments/{broken.pk}/").json()["count"] is None


def test_a_list_is_changed_by_whoever_saw_it_as_it_is(till, anna):
    made = till.post("/segments/", LAPSED)
    page, seen = made.headers["Location"].removeprefix("/api/v1"), made.headers["ETag"]
    other = {"join": "all", "parts": [{"ask": "late", "with": {}}]}

    assert till.patch(page, {"name": "Long gone"}).status_code == 428
    changed = till.patch(page, {"name": "Long gone", "rule": other}, If_Match=seen)

    assert (changed.status_code, changed.json()["name"], changed.json()["rule"]) == (200, "Long gone", other)
    assert till.patch(page, {"name": "Gone"}, If_Match=seen).status_code == 412
    assert till.ask("DELETE", page, If_Match=seen).status_code == 412
    assert till.patch(page, {"name": ""}, If_Match="*").status_code == 400
    assert till.ask("DELETE", page).status_code == 428
    assert till.ask("DELETE", page, If_Match=changed.headers["ETag"]).status_code == 204
    assert till.ask("DELETE", page, If_Match="*").status_code == 404
    actors = AuditEntry.objects.filter(verb__startswith="segment.").values_list("actor", flat=True)
    assert set(actors) == {"api: Till"}


def test_what_contradicts_something_is_a_conflict(till, mira):
    for name in ("Gone", "Late"):
        till.post("/segments/", LAPSED | {"name": name})
    by_address = Segment.objects.create(name="Hull", is_shared=True, query="city=Hull")
    needed = Segment.objects.get(name="Gone")
    Segment.objects.create(name="Both", owner=mira, query=f"matches={needed.pk}")

    answers = [
        till.patch(f"/segments/{needed.pk}/", {"name": "Late"}, If_Match="*"),
        till.patch(f"/segments/{by_address.pk}/", {"rule": LAPSED["rule"]}, If_Match="*"),
        till.ask("DELETE", f"/segments/{needed.pk}/", If_Match="*"),
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert "asks for it" in answers[2].json()["detail"]
    assert set(Segment.objects.values_list("name", flat=True)) == {"Gone", "Late", "Hull", "Both"}
