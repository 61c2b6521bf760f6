"""A request that is sent again is answered as the first time (R12, S41)."""

from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.urls import get_resolver
from django.utils import timezone

from crm.shop.actions.api_token import make_token
from crm.shop.models import IdempotencyKey, Scope
from customers.models import Consent, Customer, Interaction, Purchase, Segment
from engagement.models import Enquiry, FollowUp, Suppression, Webhook
from feedback.models import Complaint, Review, ReviewPlatform
from tests.customers.api.conftest import Program
from tests.customers.api.test_access import BOOKS, LATE, PROMISE, SAID, SUPPRESSED

SALE = {"lines": [{"unit_price": "4.20"}]}  # without a number of its own: only the key knows it


def test_sent_again_it_is_done_once_and_answered_alike(till, shop):
    first, again = (till.post("/purchases/", SALE, Idempotency_Key="k1") for _time in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert (first.headers["Location"], "Idempotent-Replayed" in first.headers) == (
        again.headers["Location"],
        False,
    )
    assert again.headers["Idempotent-Replayed"] == "true"
    assert Purchase.objects.count() == 1


def test_without_a_key_two_requests_are_two(till, shop):
    for _time in range(2):
        till.post("/purchases/", SALE)

    assert Purchase.objects.count() == 2


def test_the_same_key_with_something_else_is_refused(till, anna):
    till.post("/purchases/", SALE, Idempotency_Key="k1")

    other = till.post("/purchases/", {"lines": [{"unit_price": "4.30"}]}, Idempotency_Key="k1")
    elsewhere = till.post("/customers/", {"given_name": "N"}, Idempotency_Key="k1")

    assert (other.status_code, elsewhere.status_code) == (422, 422)
    assert (Purchase.objects.count(), Customer.objects.count()) == (1, 1)


def test_the_key_of_another_program_is_another_key(till, program, shop):
    for asking in (till, program(Scope.PURCHASES, name="Web shop")):
        assert asking.post("/purchases/", SALE, Idempotency_Key="k1").status_code == 201

    assert Purchase.objects.count() == 2


def test_after_a_day_a_key_is_new(till, shop):
    till.post("/purchases/", SALE, Idempotency_Key="k1")

    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1), tick=False):
        assert "Idempotent-Replayed" not in till.post("/purchases/", SALE, Idempotency_Key="k1").headers

    assert (Purchase.objects.count(), IdempotencyKey.objects.count()) == (2, 1)


def test_what_was_refused_leaves_the_key_as_it_was(till, shop):
    mistake = {"lines": [{"unit_price": "x"}]}

    statuses = [
        till.post("/purchases/", body, Idempotency_Key="k1").status_code for body in (mistake, mistake, SALE)
    ]

    assert statuses == [400, 400, 201]


@pytest.mark.parametrize("key", ["x" * 256, "a b", "ä"])
def test_a_key_is_short_and_plain(till, shop, key):
    assert till.post("/purchases/", SALE, Idempotency_Key=key).status_code == 400


@pytest.mark.parametrize(
    ("address", "body", "model"),
    [
        ("/customers/", {"given_name": "Nora"}, Customer),
        ("/customers/{anna}/interactions/", {"kind": "call"}, Interaction),
        ("/purchases/", SALE, Purchase),
        ("/purchases/batch/", {"purchases": [SALE]}, Purchase),
        ("/customers/{anna}/consents/", SAID, Consent),
        ("/follow-ups/", PROMISE, FollowUp),
        ("/enquiries/", {"question": "Is it in?"}, Enquiry),
        ("/complaints/", {"story": "It leaks.", "wish": "refund"}, Complaint),
        ("/reviews/", {"platform": "Google", "text": "Good."}, Review),
        ("/suppressions/", SUPPRESSED, Suppression),
        ("/segments/", LATE, Segment),
        ("/webhooks/", BOOKS, Webhook),
    ],
)
def test_every_post_is_done_once(till, anna, olga, address, body, model):
    ReviewPlatform.objects.create(kind="google", name="Google")
    before = model.objects.count()

    answers = [till.post(address.format(anna=anna.pk), body, Idempotency_Key="k") for _time in range(2)]

    assert answers[0].content == answers[1].content
    assert model.objects.count() == before + 1


def test_no_post_was_forgotten():
    views = [pattern.callback.view_class for pattern in _patterns(get_resolver()) if _is_api(pattern)]

    posts = [view.post for view in views if hasattr(view, "post")]
    assert [view for view in posts if not getattr(view, "is_answered_once", False)] == []
    assert len(posts) == 26


def _patterns(resolver):
    for pattern in resolver.url_patterns:
        yield from _patterns(pattern) if hasattr(pattern, "url_patterns") else [pattern]


def _is_api(pattern) -> bool:
    return getattr(pattern.callback, "__module__", "").startswith(
        ("customers.api", "engagement.api", "feedback.api")
    )


def test_twenty_at_once_do_it_once(real_commits, shop, at_once):
    _token, key = make_token("Till", scopes=[Scope.PURCHASES], by=None)

    answers = at_once(20, lambda _number: Program(key).post("/purchases/", SALE, Idempotency_Key="k1"))

    statuses = Counter(answer.status_code for answer in answers)
    assert set(statuses) <= {201, 409}
    assert {answer.headers.get("Retry-After") for answer in answers if answer.status_code == 409} <= {"1"}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert Purchase.objects.count() == 1


def test_twenty_tills_tell_the_same_sale_at_once(real_commits, shop, at_once):
    _token, key = make_token("Till", scopes=[Scope.PURCHASES], by=None)
    sale = SALE | {"external_id": "R-1", "customer": {"phone": "01632 960777"}, "create_missing": True}

    answers = at_once(20, lambda _number: Program(key).post("/purchases/", sale))

    assert {answer.status_code for answer in answers} <= {200, 201, 503}
    assert (Purchase.objects.count(), Customer.objects.count()) == (1, 1)


def test_an_allowance_of_five_is_five_however_many_ask_at_once(real_commits, shop, at_once, settings):
    settings.API_BURST, settings.API_PER_MINUTE = 5, 1
    _token, key = make_token("Till", scopes=[Scope.READ], by=None)

    answers = at_once(20, lambda _number: Program(key).get("/purchases/"))

    assert Counter(answer.status_code for answer in answers) == {200: 5, 429: 15}
