"""Nobody writes more than a door offers: every column of the house, at every writing door (S06)."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.api_description import description
from crm.shop.models import ShopSettings
from customers.models import Customer
from tests.architecture.test_writes import EVERY_FIELD
from tests.customers.api.test_access import BOOKS, LATE, PROMISE, SAID, SUPPRESSED, TWINS
from tests.written import written

MORE = {
    "is_staff",
    "is_superuser",
    "role",
    "shop",
    "owner",
    "created_by",
    "id",
    "pk",
    "token",
    "scopes",
    "by",
}
NAMES = sorted({*EVERY_FIELD, *(name for field in EVERY_FIELD for name in (f"{field}_id",)), *MORE})
VALUES = st.one_of(
    st.just("1"),
    st.just("owner"),
    st.just(True),
    st.just(1),
    st.none(),
    st.text(max_size=5),
    st.just([]),
    st.just({}),
)
CUSTOMER = {
    "given_name", "family_name", "preferred_name", "company", "phones", "emails", "birthday", "tags",
    "street", "postcode", "city", "region", "country", "language", "source", "whereabouts",
    "preferred_channel", "relationship", "household", "card_code", "custom",
}  # fmt: skip
LINE = {"kind", "at", "text", "direction", "channel", "mood", "outcome", "minutes", "location"}
SALE = {
    "source", "external_id", "at", "currency", "channel", "location", "is_refund", "refund_of", "customer",
    "create_missing", "total", "lines",
}  # fmt: skip
CONSENT = {"channel", "topic", "answer", "wording", "source", "proof", "at"}
FOLLOW_UP = {"customer", "reason", "due_on", "due_time", "owner", "repeat_every", "repeat_unit"}
ENQUIRY = {
    "question", "channel", "customer", "sender_name", "sender_email", "sender_phone", "location", "owner",
    "received_at",
}  # fmt: skip
COMPLAINT = {
    "story", "wish", "wish_words", "product", "severity", "is_safety", "is_legal", "is_about_staff",
    "channel", "customer", "contact_name", "contact_email", "contact_phone", "location", "owner",
    "received_at", "is_discrimination", "is_privacy", "is_public", "lot", "public_url", "purchase",
}  # fmt: skip
REVIEW = {"platform", "text", "author", "score", "written_on", "external_id"}
# What a door offers, and what must be sent for it to open.
DOORS: dict[str, tuple[str, str, set[str], dict[str, Any]]] = {
    "customer added": ("POST", "/customers/", CUSTOMER | {"external_ids"}, {"given_name": "N"}),
    "customer changed": ("PATCH", "/customers/{customer}/", CUSTOMER, {"given_name": "N"}),
    "line logged": ("POST", "/customers/{customer}/interactions/", LINE, {"kind": "call"}),
    "line corrected": ("PATCH", "/interactions/{line}/", LINE, {"text": "x"}),
    "answer told": ("POST", "/customers/{customer}/consents/", CONSENT, SAID),
    "line withdrawn": ("POST", "/interactions/{line}/withdraw/", set(), {}),
    "sale told": ("POST", "/purchases/", SALE, {"lines": [{"unit_price": "1"}]}),
    "follow-up made": ("POST", "/follow-ups/", FOLLOW_UP, PROMISE),
    "follow-up completed": ("POST", "/follow-ups/{follow_up}/complete/", {"note"}, {}),
    "follow-up snoozed": ("POST", "/follow-ups/{follow_up}/snooze/", {"until"}, {"until": "2027-03-31"}),
    "follow-up dropped": ("POST", "/follow-ups/{follow_up}/drop/", set(), {}),
    "follow-up opened again": ("POST", "/follow-ups/{follow_up}/reopen/", set(), {}),
    "follow-up handed on": ("POST", "/follow-ups/{follow_up}/reassign/", {"owner"}, {"owner": "Olga"}),
    "enquiry opened": ("POST", "/enquiries/", ENQUIRY, {"question": "Is it in?"}),
    "complaint taken": ("POST", "/complaints/", COMPLAINT, {"story": "It leaks.", "wish": "refund"}),
    "review written down": ("POST", "/reviews/", REVIEW, {"platform": "Google", "text": "Fine."}),
    "customer asked": (
        "POST",
        "/invitations/",
        {"survey", "customer", "cause"},
        {"survey": "purchase", "customer": {"phone": "01632 960001"}, "cause": "order 7"},
    ),
    "enquiry answered": ("POST", "/enquiries/{enquiry}/answer/", {"text", "how"}, {"how": "phone"}),
    "enquiry closed": ("POST", "/enquiries/{enquiry}/close/", {"is_spam"}, {}),
    "address suppressed": ("POST", "/suppressions/", {"address", "scope", "note"}, SUPPRESSED),
    "address let go": (
        "POST",
        "/suppressions/{suppression}/lift/",
        {"because"},
        {"because": "She asked"},
    ),
    "program told": ("POST", "/webhooks/", {*BOOKS}, BOOKS),
    "program changed": ("PATCH", "/webhooks/{webhook}/", {"name", "address", "events"}, {"name": "Ledger"}),
    "list changed": ("PATCH", "/segments/{segment}/", {"name", "rule"}, {"name": "Long gone"}),
    "pair judged": ("POST", "/duplicates/{pair}/judge/", {"verdict"}, {"verdict": "different"}),
    "two put together": ("POST", "/merges/", {*TWINS, "choices"}, TWINS),
    "two taken apart": ("POST", "/merges/{merge}/undo/", set(), {}),
    "list added": ("POST", "/segments/", {"name", "rule"}, LATE),
    "enquiry reopened": ("POST", "/enquiries/{enquiry}/reopen/", set(), {}),
}
NAMED_AT_ONCE = 20  # an answer names so many
PASSING = frozenset({"shop_apitoken"})  # its allowance and last use count every request


@pytest.fixture
def shop(db, standing):
    return ShopSettings.objects.get()


@pytest.fixture
def numbers(shop, standing):
    return standing


@pytest.fixture
def anna(numbers):
    return Customer.objects.get(pk=numbers["customer"])


@pytest.mark.parametrize("door", DOORS)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=8, unique=True), value=VALUES)
def test_a_field_that_is_not_offered_is_refused_and_changes_nothing(till, numbers, door, names, value):
    method, address, offered, needed = DOORS[door]
    smuggled = {name: value for name in names if name not in offered}
    before = written(beside=PASSING)

    answer = till.ask(method, address.format(**numbers), needed | smuggled, If_Match="*")

    if smuggled:
        assert answer.status_code == 400
        assert set(answer.json()["errors"]) == set(smuggled)
        assert written(beside=PASSING) == before


@pytest.mark.parametrize("door", DOORS)
def test_every_column_of_the_house_is_refused_where_it_is_not_offered(till, numbers, door):
    method, address, offered, needed = DOORS[door]
    foreign = [name for name in NAMES if name not in offered]
    refused: set[str] = set()

    for start in range(0, len(foreign), NAMED_AT_ONCE):
        body = needed | dict.fromkeys(foreign[start : start + NAMED_AT_ONCE], 1)
        answer = till.ask(method, address.format(**numbers), body, If_Match="*")
        assert answer.status_code == 400
        refused |= set(answer.json()["errors"])

    assert refused == set(foreign)


def test_what_is_offered_changes_just_that(till, anna):
    columns = [field.name for field in Customer._meta.concrete_fields]
    before = Customer.objects.values(*columns).get(pk=anna.pk)
    body = dict.fromkeys(
        ("given_name", "family_name", "company", "street", "city", "source", "whereabouts"), "New"
    )

    till.patch(f"/customers/{anna.pk}/", body, If_Match="*")

    after = Customer.objects.values(*columns).get(pk=anna.pk)
    assert {name for name in columns if after[name] != before[name]} == {*body, "sort_key", "version"}


def test_inner_fields_are_no_way_in(till, anna):
    sale = {"lines": [{"unit_price": "1"}]}
    smuggled = [
        {"lines": [{"unit_price": "1", name: 1}]} for name in NAMES if name not in {
            "product_code", "product_name", "category", "quantity", "unit_price", "discount"
        }
    ]  # fmt: skip
    smuggled += [
        sale | {"customer": {"id": anna.pk, name: "1"}}
        for name in NAMES
        if name not in {"id", "card_code", "external_id", "email", "phone"}
    ]

    told = [
        result
        for start in range(0, len(smuggled), 500)
        for result in _batch(till, smuggled[start : start + 500])
    ]

    assert {result["status"] for result in told} == {400}
    assert len(told) == len(smuggled)


def _batch(till, sales: list[dict]) -> list[dict]:
    return till.post("/purchases/batch/", {"purchases": sales}).json()["results"]


def test_the_doors_are_all_that_write():
    described = description()

    writing = described.count("    post:\n") + described.count("    patch:\n")
    # Beside the doors above: the batch, whose rows are sales.
    assert writing == len(DOORS) + 1
