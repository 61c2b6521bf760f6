"""Who may ask what, how much, and how often (S06, S07, S18, S40, S42)."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone

from crm.shop.actions.api_token import make_token, revoke_token
from crm.shop.models import ApiToken, Scope
from customers.models import Customer, Purchase
from tests.architecture.doors import PROGRAMS
from tests.customers.api.conftest import Program

R, M, W, P = Scope.READ, Scope.MAIL, Scope.WRITE, Scope.PURCHASES
J, D, H = Scope.MERGE, Scope.DISCLOSE, Scope.WEBHOOKS
SALE = {"lines": [{"unit_price": "1"}]}
SAID = {"channel": "text", "topic": "news", "answer": "yes", "wording": "May we?"}
SUPPRESSED = {"address": "nora@example.org", "note": "She asked on the phone"}
PROMISE = {"customer": {"phone": "01632 960001"}, "reason": "Call", "due_on": "2027-03-31"}
ASKING = {"survey": "purchase", "customer": {"phone": "01632 960001"}, "cause": "order 7"}
# method, address, door, body, and the scopes that open it
LATE = {"name": "Late", "rule": {"join": "all", "parts": [{"ask": "late"}]}}
TWINS = {"kept": {"card_code": "Nora"}, "gone": {"card_code": "Norah"}, "kept_version": 1, "gone_version": 1}
BOOKS = {
    "name": "Books",
    "address": "https://books.example/in",
    "events": ["customer.created"],
    "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
}
MATRIX = [
    ("GET", "/customers/", "customers", None, {R, M, W}),
    ("POST", "/customers/", "customers", {"given_name": "N"}, {W}),
    ("GET", "/customers/{customer}/", "customer", None, {R, M, W}),
    ("PATCH", "/customers/{customer}/", "customer", {"given_name": "N"}, {W}),
    ("GET", "/customers/{customer}/interactions/", "interactions", None, {R, M, W}),
    ("POST", "/customers/{customer}/interactions/", "interactions", {"kind": "call"}, {W}),
    ("GET", "/customers/{customer}/consents/", "consents", None, {R, M, W}),
    ("POST", "/customers/{customer}/consents/", "consents", SAID, {W}),
    ("GET", "/interactions/{line}/", "interaction", None, {R, M, W}),
    ("PATCH", "/interactions/{line}/", "interaction", {"text": "x"}, {W}),
    ("POST", "/interactions/{line}/withdraw/", "interaction_withdraw", {}, {W}),
    ("GET", "/purchases/", "purchases", None, {R, M, W}),
    ("POST", "/purchases/", "purchases", SALE, {W, P}),
    ("POST", "/purchases/batch/", "purchase_batch", {"purchases": [SALE]}, {W, P}),
    ("GET", "/purchases/{purchase}/", "purchase", None, {R, M, W}),
    ("GET", "/follow-ups/", "follow_ups", None, {R, M, W}),
    ("POST", "/follow-ups/", "follow_ups", PROMISE, {W}),
    ("GET", "/follow-ups/{follow_up}/", "follow_up", None, {R, M, W}),
    ("POST", "/follow-ups/{follow_up}/complete/", "follow_up_complete", {}, {W}),
    ("POST", "/follow-ups/{follow_up}/snooze/", "follow_up_snooze", {"until": "2027-03-31"}, {W}),
    ("POST", "/follow-ups/{follow_up}/drop/", "follow_up_drop", {}, {W}),
    ("POST", "/follow-ups/{follow_up}/reopen/", "follow_up_reopen", {}, {W}),
    ("POST", "/follow-ups/{follow_up}/reassign/", "follow_up_reassign", {"owner": "Olga"}, {W}),
    ("GET", "/enquiries/", "enquiries", None, {R, M, W}),
    ("POST", "/enquiries/", "enquiries", {"question": "Is it in?"}, {W}),
    ("GET", "/enquiries/{enquiry}/", "enquiry", None, {R, M, W}),
    ("POST", "/enquiries/{enquiry}/answer/", "enquiry_answer", {"text": "Yes.", "how": "mail"}, {W}),
    ("POST", "/enquiries/{enquiry}/close/", "enquiry_close", {}, {W}),
    ("POST", "/enquiries/{enquiry}/reopen/", "enquiry_reopen", {}, {W}),
    ("GET", "/complaints/", "complaints", None, {R, M, W}),
    ("POST", "/complaints/", "complaints", {"story": "It leaks.", "wish": "refund"}, {W}),
    ("GET", "/complaints/{complaint}/", "complaint", None, {R, M, W}),
    ("GET", "/reviews/", "reviews", None, {R, M, W}),
    ("POST", "/reviews/", "reviews", {"platform": "Google", "text": "Fine."}, {W}),
    ("GET", "/reviews/{review}/", "review", None, {R, M, W}),
    ("GET", "/improvements/", "improvements", None, {R, M, W}),
    ("GET", "/improvements/{improvement}/", "improvement", None, {R, M, W}),
    ("GET", "/surveys/", "surveys", None, {R, M, W}),
    ("GET", "/responses/", "responses", None, {R, M, W}),
    ("GET", "/responses/{response}/", "response", None, {R, M, W}),
    ("POST", "/invitations/", "invitations", ASKING, {W}),
    ("GET", "/messages/", "messages", None, {R, M, W}),
    ("GET", "/messages/{message}/", "message", None, {R, M, W}),
    ("GET", "/suppressions/", "suppressions", None, {R, M, W}),
    ("POST", "/suppressions/", "suppressions", SUPPRESSED, {W}),
    ("GET", "/suppressions/{suppression}/", "suppression", None, {R, M, W}),
    ("GET", "/metrics/", "metrics", None, {R, M, W}),
    ("GET", "/metrics/{metric}/", "metric", None, {R, M, W}),
    ("GET", "/scores/", "scores", None, {R, M, W}),
    ("GET", "/customers/{customer}/score/", "score", None, {R, M, W}),
    ("POST", "/suppressions/{suppression}/lift/", "suppression_lift", {"because": "She asked"}, {W}),
    ("GET", "/segments/", "segments", None, {R, M, W}),
    ("POST", "/segments/", "segments", LATE, {W}),
    ("GET", "/segments/{segment}/", "segment", None, {R, M, W}),
    ("PATCH", "/segments/{segment}/", "segment", {"name": "Long gone"}, {W}),
    ("DELETE", "/segments/{segment}/", "segment", None, {W}),
    ("GET", "/duplicates/", "duplicates", None, {J}),
    ("POST", "/duplicates/{pair}/judge/", "duplicate_judge", {"verdict": "different"}, {J}),
    ("GET", "/merges/", "merges", None, {J}),
    ("POST", "/merges/", "merges", TWINS, {J}),
    ("GET", "/merges/{merge}/", "merge", None, {J}),
    ("POST", "/merges/{merge}/undo/", "merge_undo", {}, {J}),
    ("GET", "/webhooks/", "webhooks", None, {H}),
    ("POST", "/webhooks/", "webhooks", BOOKS, {H}),
    ("GET", "/webhooks/{webhook}/", "webhook", None, {H}),
    ("PATCH", "/webhooks/{webhook}/", "webhook", {"name": "Ledger"}, {H}),
    ("DELETE", "/webhooks/{webhook}/", "webhook", None, {H}),
    ("GET", "/webhooks/{webhook}/deliveries/", "webhook_deliveries", None, {H}),
    ("GET", "/customers/{customer}/personal-file/", "personal_file", None, {D}),
]


def test_the_matrix_knows_every_door():
    assert {f"api:{door}" for _method, _address, door, _body, _scopes in MATRIX} == PROGRAMS


def answered(caller: Program, method: str, address: str, body: object) -> int:
    """What was answered; whatever it did is taken back, so that each door is tried on the same shop."""
    with transaction.atomic():
        answer = caller.ask(method, address, body, If_Match="*")
        transaction.set_rollback(True)
    return int(answer.status_code)


@pytest.mark.parametrize("scope", list(Scope), ids=str)
def test_a_scope_opens_just_its_doors(program, numbers, scope):
    caller = program(scope)

    answers = {
        (method, door): (answered(caller, method, address.format(**numbers), body), scope in scopes)
        for method, address, door, body, scopes in MATRIX
    }

    wrong = {
        door: status
        for door, (status, may) in answers.items()
        if (status in {200, 201, 204}, status == 403) != (may, not may)
    }
    assert (len(answers), wrong) == (len(MATRIX), {})


def test_asking_for_the_head_is_reading(program, anna):
    assert program(Scope.READ).ask("HEAD", "/customers/").status_code == 200
    assert program(Scope.PURCHASES).ask("HEAD", "/customers/").status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS"])
def test_other_methods_are_refused(till, anna, method):
    answer = till.ask(method, f"/customers/{anna.pk}/", {})

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, PATCH")


def test_a_key_that_is_over_or_taken_back_opens_nothing(program, anna):
    lasting = program(Scope.READ)
    token, key = make_token(
        "Short", scopes=[Scope.READ], expires_at=timezone.now() + timedelta(days=1), by=None
    )
    short = Program(key)
    assert (lasting.get("/customers/").status_code, short.get("/customers/").status_code) == (200, 200)

    revoke_token(ApiToken.objects.get(name="Till"), by=None)

    assert lasting.get("/customers/").status_code == 401
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert short.get("/customers/").status_code == 401
    assert token.prefix in key


@pytest.mark.parametrize("key", ["", "rgl_aaaaaaaa_" + "x" * 43, "x", "\x7f", "é"])
def test_a_wrong_key_opens_nothing(shop, key):
    answer = Client().get("/api/v1/customers/", headers={"Authorization": f"Bearer {key}"})

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="api"')


def test_the_right_name_with_another_secret_opens_nothing(shop):
    token, _key = make_token("Till", scopes=[Scope.READ], by=None)

    assert Program(f"{token.prefix}_{'x' * 43}").get("/customers/").status_code == 401
    token.refresh_from_db()
    assert token.last_used_at is None


def test_wrong_keys_are_counted_by_address_and_a_right_one_still_works(till, shop):
    wrong = Program("rgl_aaaaaaaa_" + "x" * 43)

    statuses = [wrong.get("/customers/").status_code for _try in range(22)]

    assert statuses == [401] * 20 + [429] * 2
    assert till.get("/customers/").status_code == 200


def test_a_key_in_the_address_or_a_cookie_is_none(shop, olga):
    _token, key = make_token("Till", scopes=[Scope.WRITE], by=None)
    client = Client()
    client.force_login(olga)
    client.cookies["Authorization"] = f"Bearer {key}"

    assert client.get(f"/api/v1/customers/?token={key}").status_code == 401


def test_a_key_does_not_open_the_pages(shop):
    _token, key = make_token("Till", scopes=[Scope.WRITE], by=None)

    assert Client().get("/customers/", headers={"Authorization": f"Bearer {key}"}).status_code == 302


def test_the_last_use_is_kept(till, shop):
    till.get("/customers/")

    assert ApiToken.objects.get().last_used_at is not None


def test_a_key_has_an_allowance_that_fills_up_again(till, settings, shop):
    settings.API_BURST, settings.API_PER_MINUTE = 3, 60
    with time_machine.travel(timezone.now(), tick=False) as clock:
        statuses = [till.get("/customers/").status_code for _try in range(5)]
        refused = till.get("/customers/")
        clock.shift(2)
        later = [till.get("/customers/").status_code for _try in range(3)]

    assert statuses == [200, 200, 200, 429, 429]
    assert refused.headers["Retry-After"] == "1"
    assert later == [200, 200, 429]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ('{"a": NaN}', 400),
        ("[" * 200_000, 400),
        ("null", 400),
        ("[]", 400),
        ('"x"', 400),
        ('{"given_name": "' + "x" * 1_000_000 + '"}', 413),
        (b"\xff\xfe", 400),
        ('{"minutes": ' + "9" * 5000 + "}", 400),
    ],
    ids=["cut off", "NaN", "deep", "null", "list", "text", "large", "not UTF-8", "huge number"],
)
def test_hostile_bodies_are_refused(till, shop, body, status):
    for address in ("/customers/", "/purchases/", "/purchases/batch/"):
        assert till.post(address, body).status_code == status


def test_only_json_is_read(till, shop):
    answer = till.client.post(
        "/api/v1/customers/", {"given_name": "N"}, headers={"Authorization": f"Bearer {till.key}"}
    )

    assert answer.status_code == 415


def test_a_statement_that_takes_too_long_is_not_now(till, anna, monkeypatch):
    from django.db import connection

    from customers.api import customer as doors

    def slow(*_args: object, **_more: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '50ms'")
            cursor.execute("SELECT pg_sleep(5)")

    monkeypatch.setattr(doors, "create_customer", slow)

    answer = till.post("/customers/", {"given_name": "N"})

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


KEYS = {
    "customer": [
        "birthday", "card_code", "city", "company", "country", "created_at", "custom", "display_name",
        "do_not_disturb", "emails", "external_ids", "family_name", "first_purchase_at", "given_name",
        "household", "id", "language", "last_purchase_at", "last_seen_at", "phones", "postcode",
        "preferred_channel", "preferred_name", "purchase_count", "region", "relationship", "source",
        "spend", "stage", "street", "tags", "version", "whereabouts",
    ],
    "interaction": [
        "about", "at", "channel", "customer", "direction", "id", "is_withdrawn", "kind", "location",
        "minutes", "mood", "outcome", "text", "version",
    ],
    "metric": [
        "counted_at", "definition", "denominator", "high", "low", "manner", "metric", "n", "numerator",
        "since", "steps", "target", "unit", "until", "value",
    ],
    "score": [
        "customer", "days", "engagement", "expected_days", "expected_value", "first_on", "frequency", "gap",
        "last_on", "money", "orders", "overdue_on", "p_buys", "recency", "refunded", "sales", "segment",
    ],
    "purchase": [
        "at", "channel", "currency", "customer", "external_id", "id", "is_refund", "is_void", "lines",
        "location", "refund_of", "source", "total",
    ],
    "line": [
        "category", "discount", "position", "product_code", "product_name", "quantity", "total", "unit_price",
    ],
    "consent": [
        "answer", "at", "channel", "customer", "id", "proof", "recorded_at", "source", "stands", "topic",
        "wording", "wording_version",
    ],
    "follow_up": [
        "completed_at", "created_at", "customer", "dropped_at", "due_on", "due_time", "id", "owner",
        "promised_on", "reason", "repeat_every", "repeat_unit", "state", "version",
    ],
    "enquiry": [
        "answer", "answer_by", "answered_at", "channel", "closed_at", "customer", "first_answered_at", "id",
        "location", "owner", "question", "received_at", "reopened_count", "sender_email", "sender_name",
        "sender_phone", "state", "version", "waiting_since",
    ],
    "complaint": [
        "channel", "closed_at", "contact_email", "contact_name", "contact_phone", "customer", "due_at",
        "due_clock", "findings", "id", "is_discrimination", "is_legal", "is_privacy", "is_public",
        "is_safety", "justified", "location", "lot", "merged_into", "next_update_at", "owner", "product",
        "public_url", "purchase", "received_at", "reference", "reopened_count", "root_cause", "severity",
        "state", "story", "version", "whys", "wish", "wish_words",
    ],
    "review": [
        "address", "author", "customer", "external_id", "id", "platform", "replied_at", "reply", "reply_by",
        "score", "state", "text", "version", "written_on",
    ],
    "improvement": [
        "baseline_from", "baseline_until", "effort", "id", "is_public", "live_on", "owner", "problem",
        "public_words", "reason", "state", "title", "version",
    ],
    "survey": ["id", "is_on", "key", "kind", "name", "number", "questions"],
    "response": [
        "answers", "band", "cause", "changed_at", "channel", "comment", "completed_at",
        "confirmed_at", "customer", "evidence", "id", "invalid_at", "invalid_reason", "score", "survey",
        "version", "wants_call_at",
    ],
    "message": [
        "about", "attempts", "created_at", "customer", "decided_at", "events", "expires_at", "id",
        "is_captured", "message_class", "not_before", "problem", "purpose", "skip_reason", "state",
        "to_email", "topic", "why_not", "words",
    ],
    "suppression": [
        "address_hint", "at", "id", "is_standing", "lifted_at", "lifted_because", "note", "reason", "scope",
        "source", "until",
    ],
    "batch": ["created", "known", "refused", "results"],
    "result": ["customer", "errors", "external_id", "id", "number", "status"],
}  # fmt: skip


LISTS = {
    "customer": "/customers/",
    "purchase": "/purchases/",
    "interaction": "/customers/{customer}/interactions/",
    "consent": "/customers/{customer}/consents/",
    "follow_up": "/follow-ups/",
    "enquiry": "/enquiries/",
    "complaint": "/complaints/",
    "review": "/reviews/",
    "improvement": "/improvements/",
    "survey": "/surveys/",
    "response": "/responses/",
    "score": "/scores/",
    "suppression": "/suppressions/",
}


def test_answers_hold_the_listed_fields_and_no_others(till, numbers):
    ones = {
        "customer", "purchase", "follow_up", "enquiry", "complaint", "review", "improvement", "message",
        "response", "suppression", "metric", "score",
    }  # fmt: skip
    shown = {
        name: till.get(address.format(**numbers)).json()
        for method, address, name, *_more in MATRIX
        if method == "GET" and name in ones
    } | {
        "interaction": till.get(f"/interactions/{numbers['line']}/").json(),
        "batch": till.post("/purchases/batch/", {"purchases": [SALE]}).json(),
    }
    shown["line"], shown["result"] = shown["purchase"]["lines"][0], shown["batch"]["results"][0]
    lists = {name: till.get(address.format(**numbers)).json()["results"] for name, address in LISTS.items()}

    assert {name: sorted(answer) for name, answer in shown.items()} | {
        each: KEYS[each] for each in ("consent", "survey")
    } == KEYS
    assert {name: sorted(rows[0]) for name, rows in lists.items()} == {name: KEYS[name] for name in LISTS}
    mail = till.get("/messages/").json()["results"][0]
    assert {*KEYS["message"]} - mail.keys() == {"events", "words"}


def test_nothing_about_staff_or_keys_is_told(till, olga, numbers):
    token = ApiToken.objects.get()
    reading = [row[1] for row in MATRIX if row[0] == "GET" and row[2] != "personal_file"]
    told = json.dumps([till.get(address.format(**numbers)).json() for address in reading])

    for secret in (olga.email, olga.password, token.digest, token.prefix, till.key):
        assert secret not in told
    assert (Customer.objects.count(), Purchase.objects.count()) == (3, 1)
