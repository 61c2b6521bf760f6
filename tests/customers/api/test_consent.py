"""What customers said yes and no to, as programs tell and read it: they never lift a no."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.shop.models import AuditEntry
from customers.actions.consent import Answer, record_consent, version_of
from customers.consent_state import state_of
from customers.models import Consent

WORDS = "May we send you our news?"
YES = {"channel": "email", "topic": "news", "answer": "yes", "wording": WORDS}
NO = {"channel": "email", "topic": "news", "answer": "no"}
NEWS = ("email", "news")


def test_an_answer_is_added_with_all_that_shows_it(till, anna):
    more = {"source": "Newsletter form", "proof": "https://w.example/7", "at": "2026-06-01T10:00:00+01:00"}

    answer = till.post(f"/customers/{anna.pk}/consents/", YES | more)

    shown, row = answer.json(), Consent.objects.get()
    assert (answer.status_code, shown | YES | more | {"source": "api: Till, Newsletter form"}) == (201, shown)
    assert (shown["stands"], shown["wording_version"]) == (True, version_of(WORDS))
    assert (row.is_given, row.by, row.customer) == (True, None, anna)
    assert AuditEntry.objects.get(verb="consent.given").actor == "api: Till"
    assert till.get(f"/customers/{anna.pk}/consents/").json()["results"] == [shown]


def test_what_stands_already_is_not_added_again(till, anna):
    first, again = (till.post(f"/customers/{anna.pk}/consents/", YES) for _time in range(2))

    assert (first.status_code, again.status_code, again.json()) == (201, 200, first.json())
    assert Consent.objects.count() == 1


def test_a_no_counts_at_once_and_no_yes_of_a_program_lifts_it(till, anna):
    till.post(f"/customers/{anna.pk}/consents/", YES)
    till.post(f"/customers/{anna.pk}/consents/", NO)

    proved = YES | {"proof": "https://w.example/8", "source": "At the counter"}
    refused = till.post(f"/customers/{anna.pk}/consents/", proved)

    assert (refused.status_code, list(refused.json()["errors"])) == (409, ["answer"])
    log = till.get(f"/customers/{anna.pk}/consents/").json()["results"]
    assert [(row["answer"], row["stands"]) for row in log] == [("no", True), ("yes", False)]


def test_a_yes_of_before_the_no_is_none_afterwards(till, anna):
    till.post(f"/customers/{anna.pk}/consents/", YES | {"at": "2026-06-01"})

    late = till.post(f"/customers/{anna.pk}/consents/", NO | {"at": "2026-05-01"}).json()

    assert late["stands"] is True  # in doubt it is a no
    assert not state_of(anna)[NEWS].is_given


def test_a_yes_given_to_the_shop_itself_stands_before_programs(till, anna, mira):
    till.post(f"/customers/{anna.pk}/consents/", NO)
    record_consent(anna, Answer(*NEWS, True, "At the counter", WORDS), by=mira)

    again = till.post(f"/customers/{anna.pk}/consents/", YES)

    assert (again.status_code, again.json()["source"], again.json()["stands"]) == (
        200,
        "At the counter",
        True,
    )


SAYINGS = st.lists(
    st.tuples(
        st.sampled_from(["yes", "no"]),
        st.sampled_from(["", "At the counter", "import x", "api: x"]),
        st.sampled_from([None, "2026-05-01", "2026-06-01"]),
    ),
    max_size=6,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=SAYINGS)
def test_after_a_no_programs_find_no_way_to_a_yes(till, anna, said):
    Consent.objects.all().delete()
    till.post(f"/customers/{anna.pk}/consents/", NO)

    for answer, source, at in said:
        body = YES | {"answer": answer, "source": source, "at": at, "proof": "https://w.example/9"}
        till.post(f"/customers/{anna.pk}/consents/", body)

    assert not state_of(anna)[NEWS].is_given


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"channel": "fax"}, "channel"),
        ({"topic": None}, "topic"),
        ({"answer": True}, "answer"),
        ({"wording": " "}, "wording"),
        ({"at": "2099-01-01"}, "at"),
        ({"source": "x" * 50}, "source"),
        ({"proof": "x" * 121}, "proof"),
        ({"is_given": True}, "is_given"),
        ({"recorded_at": "2026-01-01"}, "recorded_at"),
    ],
)
def test_mistakes_are_named(till, anna, more, field):
    answer = till.post(f"/customers/{anna.pk}/consents/", YES | more)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not Consent.objects.exists()


def test_nobody_changes_the_log(till, anna):
    for method in ("PATCH", "PUT", "DELETE"):
        assert till.ask(method, f"/customers/{anna.pk}/consents/", {}).status_code == 405
    assert till.post("/customers/999999/consents/", YES).status_code == 404


@pytest.mark.parametrize("item_count", [0, 1, 3])
def test_a_log_asks_as_much_for_one_as_for_many(till, anna, item_count, django_assert_num_queries):
    for topic in ("news", "care", "treats")[:item_count]:
        till.post(f"/customers/{anna.pk}/consents/", YES | {"topic": topic})

    with django_assert_num_queries(6):
        till.get(f"/customers/{anna.pk}/consents/")
