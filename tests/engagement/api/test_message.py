"""The outbox, as programs read it: the words only by a key that is made for that."""

import pytest
from django.utils import timezone

from crm.shop.models import Scope
from engagement.actions.message_event import record_event
from engagement.models import EventKind, Message, MessageState, SkipReason
from tests.customers.api.conftest import Program

WORDS = "My dear Anna, the red one"


@pytest.fixture
def sent(plan) -> Message:
    message = plan(subject="About your order", body=WORDS)
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.SENT,
        subject="About your order",
        text=f"{WORDS}\nhttps://shop.example/ {{{{link:7}}}}",
        html=f"<p>{WORDS}</p>",
        decided_at=timezone.now(),
    )
    return message


@pytest.mark.parametrize("scope", [Scope.READ, Scope.MAIL, Scope.WRITE])
def test_words_are_for_keys_that_may_read_them(program, sent, scope):
    answer = program(scope).get(f"/messages/{sent.pk}/")

    may = scope != Scope.READ
    assert (answer.json()["words"] is not None, WORDS in answer.content.decode()) == (may, may)


def test_two_scopes_together_open_what_each_opens(program, sent):
    both = program(Scope.PURCHASES, Scope.MAIL)

    assert both.get(f"/messages/{sent.pk}/").json()["words"]["subject"] == "About your order"
    assert both.post("/purchases/", {"lines": [{"unit_price": "1"}]}).status_code == 201


def test_links_that_are_the_customers_alone_are_not_told(till, sent):
    text = till.get(f"/messages/{sent.pk}/").json()["words"]["text"]

    assert text == f"{WORDS}\nhttps://shop.example/ #"


def test_a_list_never_holds_words(till, sent):
    answer = till.get("/messages/")

    assert [row["id"] for row in answer.json()["results"]] == [sent.pk]
    assert WORDS not in answer.content.decode()


def kept_back(message: Message, reason: SkipReason) -> Message:
    Message.objects.filter(pk=message.pk).keep_back(reason)
    return message


def test_a_mail_that_was_not_sent_says_why(till, plan):
    message = kept_back(plan(), SkipReason.OPTED_OUT)

    shown = till.get(f"/messages/{message.pk}/").json()

    assert (shown["state"], shown["skip_reason"], shown["why_not"]) == (
        "skipped",
        "opted_out",
        "They said no",
    )


def test_what_became_of_a_mail_stands_in_order(till, sent):
    now = timezone.now()
    record_event(EventKind.CLICKED, key="2", at=now, message=sent)
    record_event(EventKind.DELIVERED, key="1", at=now - timezone.timedelta(minutes=1), message=sent)

    events = till.get(f"/messages/{sent.pk}/").json()["events"]

    assert [event["kind"] for event in events] == ["delivered", "clicked"]


def test_mail_of_colleagues_is_theirs(till, plan, olga):
    message = plan()
    Message.objects.filter(pk=message.pk).update(staff=olga, customer=None)

    assert till.get("/messages/").json()["results"] == []
    assert till.get(f"/messages/{message.pk}/").status_code == 404


def test_a_list_is_narrowed(till, plan, anna, bert):
    hers, skipped = plan(), kept_back(plan("marketing"), SkipReason.TOO_OFTEN)
    his = plan(customer=bert, to_email="bert@example.org")

    def found(question: str) -> list[int]:
        return [row["id"] for row in till.get(f"/messages/{question}").json()["results"]]

    assert found("") == [his.pk, skipped.pk, hers.pk]
    assert found(f"?customer={bert.pk}") == [his.pk]
    assert found("?state=skipped") == found("?skip_reason=too_often") == [skipped.pk]
    assert found("?message_class=marketing") == [skipped.pk]
    for wrong in ("?state=x", "?message_class=x", "?customer=x", "?class=marketing"):
        assert till.get(f"/messages/{wrong}").status_code == 400


def test_nobody_writes_a_mail_here(till: Program, sent):
    for method in ("POST", "PATCH", "PUT", "DELETE"):
        assert till.ask(method, f"/messages/{sent.pk}/", {}).status_code == 405
        assert till.ask(method, "/messages/", {}).status_code == 405


@pytest.mark.parametrize("item_count", [1, 3])
def test_a_list_asks_as_much_for_one_as_for_many(till, plan, item_count, django_assert_num_queries):
    for _number in range(item_count):
        plan()

    with django_assert_num_queries(4):
        till.get("/messages/")
