"""Planning mail: once, whatever happens, and nothing dangerous in it."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from crm.shop.models import AuditEntry
from engagement.actions.message import (
    BULK_FROM,
    Draft,
    cancel_message,
    cancel_messages,
    plan_message,
    send_again,
    send_test,
)
from engagement.models import EmailTemplate, EmailTemplateVersion, Message, MessageState, SkipReason

NEWS = Draft("news:1:anna", "marketing", "announcement:1", topic="news", subject="New", body="Look!")


def verbs() -> list[str]:
    return list(AuditEntry.objects.filter(verb__startswith="message.").values_list("verb", flat=True))


def test_plan_message_twice_gives_the_first_back(anna, mira):
    first = plan_message(NEWS, customer=anna, by=mira)
    second = plan_message(NEWS, customer=anna, by=mira)

    assert (first.pk, first.message_id) == (second.pk, second.message_id)
    assert verbs() == ["message.planned"]


def test_plan_message_by_the_clock_writes_no_line_for_each(anna):
    plan_message(NEWS, customer=anna, by=None)

    assert verbs() == []


def test_plan_message_goes_with_its_transaction(anna, mira):
    with transaction.atomic():
        plan_message(NEWS, customer=anna, by=mira)
        transaction.set_rollback(True)

    assert Message.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_plan_message_at_once_from_many_sides_is_one_mail(anna):
    found = set()

    def plan() -> None:
        found.add(plan_message(NEWS, customer=anna, by=None).message_id)
        connection.close()

    threads = [threading.Thread(target=plan) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(found), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("message_class", "wished", "stored"),
    [
        ("transactional", 50, BULK_FROM - 1),
        ("transactional", 3, 3),
        ("marketing", 3, BULK_FROM),
        ("survey", 40, 40),
    ],
)
def test_mail_nobody_asked_for_never_stands_in_the_quick_queue(anna, message_class, wished, stored):
    draft = Draft("x", message_class, "x", priority=wished)

    assert plan_message(draft, customer=anna, by=None).priority == stored


def test_plan_message_keeps_no_line_end_in_what_becomes_a_header(anna):
    draft = Draft(
        "x",
        "transactional",
        "x",
        subject="Hello\r\nBcc: all@example.org\x00",
        body="a\x00b",
        to_email="a@example.org\r\nX: y",
        context={"product": "\x00tea"},
    )

    message = plan_message(draft, customer=anna, by=None)

    assert (message.own_subject, message.own_body) == ("Hello Bcc: all@example.org", "ab")
    assert (message.to_email, message.context) == ("a@example.org X: y", {"product": "tea"})


def test_plan_message_refuses_a_book(anna):
    with pytest.raises(ValueError, match="book"):
        plan_message(Draft("x", "marketing", "x", body="x" * 100_001), customer=anna, by=None)


def test_plan_message_refuses_a_template_without_words(anna):
    template = EmailTemplate.objects.create(name="Empty", message_class="marketing")

    with pytest.raises(ValueError, match="without words"):
        plan_message(Draft("x", "marketing", "x", template=template), customer=anna, by=None)


def test_send_again_finds_the_address_anew_when_it_was_corrected(anna, mira):
    message = plan_message(NEWS, customer=anna, by=None)
    kept = plan_message(Draft("kept", "marketing", "x"), customer=anna, by=None)
    Message.objects.filter(pk=message.pk).update(state="failed", to_email="old@example.org")
    Message.objects.filter(pk=kept.pk).update(state="failed", to_email="anna@example.org")

    assert [send_again(each, by=mira).to_email for each in (message, kept)] == ["", "anna@example.org"]


def test_cancel_messages_leaves_what_has_left(anna, mira):
    waiting = plan_message(NEWS, customer=anna, by=mira)
    gone = plan_message(Draft("other", "marketing", "announcement:1"), customer=anna, by=mira)
    Message.objects.filter(pk=gone.pk).update(state=MessageState.SENT)

    assert cancel_messages(purpose="announcement:1", by=mira) == 1
    assert cancel_messages(purpose="announcement:1", by=mira) == 0

    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_at is not None) == ("cancelled", True)
    assert verbs() == ["message.cancelled", "message.planned", "message.planned"]


def test_cancel_messages_wants_to_know_which(anna):
    with pytest.raises(ValueError, match="Which"):
        cancel_messages(by=None)


def test_cancel_message_twice_leaves_one_line(anna, mira):
    message = plan_message(NEWS, customer=anna, by=None)

    cancel_message(message, by=mira)
    cancel_message(message, by=mira)

    assert verbs() == ["message.cancelled"]


def test_keep_back_says_why_and_does_not_touch_what_is_sent(anna):
    message = plan_message(NEWS, customer=anna, by=None)
    Message.objects.keep_back(SkipReason.STALE)
    message.refresh_from_db()
    Message.objects.update(state=MessageState.SENT, skip_reason="")

    kept = Message.objects.keep_back(SkipReason.OPTED_OUT)

    assert (message.state, message.skip_reason) == ("skipped", "stale")
    assert (kept, Message.objects.get().state) == (0, "sent")


@pytest.mark.parametrize("state", ["unknown", "failed"])
def test_send_again_is_the_same_mail(anna, mira, state):
    message = plan_message(NEWS, customer=anna, by=None)
    over = timezone.now() - timedelta(days=1)
    Message.objects.filter(pk=message.pk).update(state=state, attempts=5, problem="550", expires_at=over)

    again = send_again(message, by=mira)
    send_again(message, by=mira)

    assert (again.state, again.attempts, again.problem, again.expires_at) == ("planned", 0, "", None)
    assert again.message_id == message.message_id
    assert verbs() == ["message.sent_again"]


def test_send_test_counts_nowhere(anna, mira):
    template = EmailTemplate.objects.create(name="Hello", message_class="marketing", topic="news")
    version = EmailTemplateVersion.objects.create(template=template, number=1, subject="Hi", body="Hi")

    message = send_test(version, to=mira, as_customer=anna, by=mira)

    assert (message.is_test, message.staff, message.customer) == (True, mira, anna)
    assert list(Message.objects.real()) == []
