"""Promises, as programs read and write them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from crm.shop.models import AuditEntry
from customers.models import Interaction
from engagement.actions.follow_up import Promise, drop_follow_up, make_follow_up
from engagement.models import FollowUp

BODY = {"customer": {"phone": "01632 960001"}, "reason": "Is the chair in?", "due_on": "2027-03-31"}


@pytest.fixture
def promised(till, anna, olga) -> dict:
    return till.post("/follow-ups/", BODY).json()


def promise(customer, owner, *, days: int = 0, reason: str = "Call") -> FollowUp:
    day = timezone.localdate() + timedelta(days=days)
    return make_follow_up(customer, Promise(reason, day, owner), by=None)


def test_a_program_promises_what_an_owner_keeps(till, anna, olga, promised):
    follow_up = FollowUp.objects.get()

    assert (follow_up.customer, follow_up.owner, follow_up.due_on) == (anna, olga, date(2027, 3, 31))
    assert (promised["owner"], promised["state"], promised["due_time"]) == ("Olga", "open", None)
    assert till.get(f"/follow-ups/{follow_up.pk}/").json() == promised
    assert AuditEntry.objects.get(verb="follow_up.made").actor == "api: Till"


def test_whoever_looks_after_them_does_it_unless_somebody_is_named(till, anna, olga, mira, otto):
    anna.looked_after_by = mira
    anna.save(update_fields=["looked_after_by"])

    theirs = till.post("/follow-ups/", BODY).json()
    named = till.post("/follow-ups/", BODY | {"owner": "otto", "due_time": "14:30"}).json()

    assert (theirs["owner"], named["owner"], named["due_time"]) == ("Mira", "Otto", "14:30:00")


def test_a_promise_is_kept_once_with_one_line_and_the_next_one(till, anna, olga):
    made = till.post("/follow-ups/", BODY | {"repeat_every": 2, "repeat_unit": "week"}).json()

    answers = [till.post(f"/follow-ups/{made['id']}/complete/", {"note": "Yes"}) for _again in range(2)]

    assert [answer.json()["state"] for answer in answers] == ["completed"] * 2
    assert Interaction.objects.get(kind="follow_up").text == "Is the chair in?\nYes"
    again = FollowUp.objects.open().get()
    assert again.due_on == timezone.localdate() + timedelta(weeks=2)
    assert AuditEntry.objects.get(verb="follow_up.completed").actor == "api: Till"


def test_a_promise_is_put_off_and_dropped(till, promised):
    address = f"/follow-ups/{promised['id']}"

    later = till.post(f"{address}/snooze/", {"until": "2027-04-02"}).json()
    gone = [till.post(f"{address}/drop/", {}).json()["state"] for _again in range(2)]

    assert (later["due_on"], later["promised_on"], gone) == ("2027-04-02", "2027-03-31", ["dropped"] * 2)
    assert AuditEntry.objects.filter(verb="follow_up.dropped").count() == 1


def test_what_was_kept_is_opened_again_and_given_to_a_colleague(till, mira, promised):
    address = f"/follow-ups/{promised['id']}"
    till.post(f"{address}/complete/", {"note": "Yes"})

    again = [till.post(f"{address}/reopen/", {}).json()["state"] for _again in range(2)]
    theirs = [till.post(f"{address}/reassign/", {"owner": "Mira"}).json()["owner"] for _again in range(2)]

    assert (again, theirs) == (["open"] * 2, ["Mira"] * 2)
    assert not Interaction.objects.standing().filter(kind="follow_up").exists()
    assert AuditEntry.objects.filter(verb__in=["follow_up.reopened", "follow_up.reassigned"]).count() == 2


def test_what_nobody_here_could_do_is_not_given_away(till, promised):
    answer = till.post(f"/follow-ups/{promised['id']}/reassign/", {"owner": "Nobody"})

    assert (answer.status_code, "owner" in answer.text) == (400, True)
    assert FollowUp.objects.get().owner.name == "Olga"


@pytest.mark.parametrize("move", ["complete", "snooze"])
def test_what_has_ended_does_not_end_in_another_way(till, anna, olga, move):
    follow_up = drop_follow_up(promise(anna, olga), by=None)

    body = {"until": "2027-04-02"} if move == "snooze" else {}
    answer = till.post(f"/follow-ups/{follow_up.pk}/{move}/", body)

    assert (answer.status_code, answer.headers["Content-Type"]) == (409, "application/problem+json")
    assert FollowUp.objects.get().version == follow_up.version


def test_a_version_that_is_named_must_be_the_current_one(till, promised):
    address = f"/follow-ups/{promised['id']}/snooze/"

    first = till.post(address, {"until": "2027-04-02"}, If_Match='"1"')
    late = till.post(address, {"until": "2027-04-03"}, If_Match='"1"')

    assert (first.status_code, first.headers["ETag"], late.status_code) == (200, '"2"', 412)
    assert FollowUp.objects.get().due_on == date(2027, 4, 2)


def test_a_list_is_narrowed(till, anna, bert, olga, mira):
    late, soon = promise(anna, olga, days=-3), promise(bert, mira, days=3)
    gone = drop_follow_up(promise(anna, olga, days=1), by=None)

    def found(question: str) -> list[int]:
        return [row["id"] for row in till.get(f"/follow-ups/{question}").json()["results"]]

    assert found("") == [late.pk, soon.pk]
    assert found(f"?customer={bert.pk}") == [soon.pk]
    assert found("?owner=Mira") == [soon.pk]
    assert found(f"?due_until={timezone.localdate().isoformat()}") == [late.pk]
    assert found("?state=dropped") == [gone.pk]
    assert found("?state=all") == [gone.pk, soon.pk, late.pk]


def test_a_list_has_pages(till, anna, olga):
    made = [promise(anna, olga, days=number).pk for number in range(3)]

    first = till.get("/follow-ups/?size=2").json()
    rest = till.get(f"/follow-ups/?size=2&after={first['next']}").json()

    assert [row["id"] for page in (first, rest) for row in page["results"]] == made
    assert rest["next"] is None


@pytest.mark.parametrize("question", ["?state=x", "?customer=x", "?owner=Nobody", "?due_until=x", "?wrong=1"])
def test_a_question_nobody_understands_is_an_error(till, olga, question):
    assert till.get(f"/follow-ups/{question}").status_code == 400


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"customer": {"phone": "01632 960777"}}, "customer"),
        ({"customer": {}}, "customer"),
        ({"customer": None}, "customer"),
        ({"reason": " "}, "reason"),
        ({"due_on": "soon"}, "due_on"),
        ({"due_on": None}, "due_on"),
        ({"due_time": "25:00"}, "due_time"),
        ({"owner": "Nobody"}, "owner"),
        ({"repeat_every": 2}, "repeat_unit"),
        ({"repeat_unit": "week"}, "repeat_every"),
        ({"cause": "x"}, "cause"),
    ],
)
def test_mistakes_are_named(till, anna, olga, more, field):
    answer = till.post("/follow-ups/", BODY | more)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not FollowUp.objects.exists()


def test_people_who_share_a_name_or_a_phone_are_not_guessed_between(till, anna, bert, olga, mira, otto):
    otto.name = mira.name
    otto.save(update_fields=["name"])
    anna.phones.create(number="+441632960002")

    assert till.post("/follow-ups/", BODY | {"owner": "Mira"}).json()["errors"].keys() == {"owner"}
    shared = till.post("/follow-ups/", BODY | {"customer": {"phone": "01632 960002"}})
    assert shared.json()["errors"].keys() == {"customer"}


def test_where_nobody_works_nobody_promises(till, anna):
    assert till.post("/follow-ups/", BODY).json()["errors"].keys() == {"owner"}


@pytest.mark.parametrize("item_count", [1, 3])
def test_a_list_asks_as_much_for_one_as_for_many(till, anna, olga, item_count, django_assert_num_queries):
    for _number in range(item_count):
        promise(anna, olga)

    with django_assert_num_queries(4):
        till.get("/follow-ups/")
