"""Two records of one person through the API: the queue, put together, taken apart again."""

import pytest
from django.utils import timezone

from crm.shop.models import AuditEntry
from customers.actions.customer import create_customer
from customers.models import Customer, Duplicate, Merge, Verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def again(anna: Customer) -> Customer:
    """Anna once more, with another phone."""
    return create_customer({"given_name": "Ann", "family_name": "Bell", "phones": ["+441632960009"]}, by=None)


def both(anna: Customer, again: Customer, **other: object) -> dict[str, object]:
    """As a program asks for it."""
    versions = {"kept_version": anna.version, "gone_version": again.version}
    return {"kept": {"id": anna.pk}, "gone": {"id": again.pk}, **versions, **other}


def test_two_become_one_and_two_again(till, anna, again):
    asked = both(anna, again, choices={"given_name": "gone"})

    made, once_more = (till.post("/merges/", asked) for _time in range(2))

    assert (made.status_code, once_more.status_code) == (201, 200)
    assert (made.json()["kept"], made.json()["gone"]) == (anna.pk, again.pk)
    kept = till.get(f"/customers/{anna.pk}/").json()
    assert (kept["given_name"], len(kept["phones"])) == ("Ann", 2)
    assert till.get(f"/customers/{again.pk}/").headers["Location"] == f"/api/v1/customers/{anna.pk}/"

    page = made.headers["Location"].removeprefix("/api/v1")
    undone = [till.post(f"{page}undo/", {}) for _time in range(2)]

    assert [answer.status_code for answer in undone] == [200, 200]
    assert undone[0].json()["undone_at"]
    assert till.get(f"/customers/{again.pk}/").json()["given_name"] == "Ann"
    assert till.get(f"/customers/{anna.pk}/").json()["given_name"] == "Anna"
    verbs = ["customer.merged", "customer.taken_apart"]
    actors = AuditEntry.objects.filter(verb__in=verbs).values_list("verb", "actor").order_by("pk")
    assert list(actors) == [(verb, "api: Till") for verb in verbs]


def test_whoever_was_changed_meanwhile_is_not_put_together(till, anna, again):
    asked = both(anna, again)
    till.patch(f"/customers/{again.pk}/", {"city": "Hull"}, If_Match="*")

    answer = till.post("/merges/", asked)

    assert (answer.status_code, set(answer.json()["errors"])) == (409, {"gone_version"})
    assert Merge.objects.count() == 0


@pytest.mark.parametrize(
    ("other", "named"),
    [
        ({"choices": {"given_name": "both"}}, "choices"),
        ({"choices": {"spend": "gone"}}, "choices"),
        ({"gone": {"id": 1_000_000}}, "gone"),
        ({"kept_version": None}, "kept_version"),
    ],
)
def test_what_is_not_understood_is_named(till, anna, again, other, named):
    answer = till.post("/merges/", both(anna, again, **other))

    assert (answer.status_code, set(answer.json()["errors"])) == (400, {named})


def test_nobody_is_put_together_with_themselves(till, anna):
    assert till.post("/merges/", both(anna, anna)).json()["errors"].keys() == {"gone"}


def test_too_late_is_said(till, anna):
    old = Merge.objects.create(kept=anna, gone_number=1_000_000, at=timezone.now())

    answer = till.post(f"/merges/{old.pk}/undo/", {})

    assert (answer.status_code, "thirty days" in answer.json()["detail"]) == (409, True)


def test_a_pair_is_judged_and_gone_from_the_queue(till, anna, again):
    pair = Duplicate.objects.create(
        first=anna, second=again, strength=60, reasons=["phone", "same_name"], found_at=timezone.now()
    )

    [shown] = till.get("/duplicates/").json()["results"]
    judged = till.post(f"/duplicates/{pair.pk}/judge/", {"verdict": "different"})

    assert (shown["id"], shown["is_exact"], shown["verdict"]) == (pair.pk, True, "")
    assert judged.json()["verdict"] == Verdict.DIFFERENT
    assert till.get("/duplicates/").json()["results"] == []
