"""Sending: once, as it was written down, to those who want it; whatever the server says."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from crm.shop.models import AuditEntry, ShopSettings
from customers.actions.consent import Answer, record_consent
from customers.models import Consent, Customer, Interaction
from engagement import delivery
from engagement.actions import sending
from engagement.actions.mail_room import current_room, restart_mail, stop_mail
from engagement.actions.message import BULK_FROM, send_again
from engagement.actions.sending import CLAIM, FIRST, LAST, claim_next, sweep_leases, write_down
from engagement.actions.suppression import suppress
from engagement.delivery import send_due
from engagement.models import (
    Brand,
    EventKind,
    MailRoom,
    Message,
    MessageEvent,
    MessageState,
    Preference,
    PublicLink,
)
from engagement.outcome import settle_poison
from engagement.tasks import look_after_mail, send_bulk, send_letters
from engagement.trouble import FEWER_ATTEMPTS, POISON_ATTEMPTS, pause_after
from tests.engagement.conftest import again, make_due

pytestmark = pytest.mark.usefixtures("at_any_hour")


def together(*works: Callable[[], object]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_a_mail_leaves_once_and_stands_on_the_timeline(sink, plan, anna):
    message = plan()

    send_letters()
    send_letters()

    assert sink.message_ids == [message.message_id]
    kept = again(message)
    assert (kept.state, kept.to_email, kept.attempts, kept.is_captured) == (
        "sent",
        "anna@example.org",
        1,
        False,
    )
    line = Interaction.objects.get(customer=anna, kind="mail_out")
    assert (line.about, line.text, line.direction) == (
        f"engagement.message:{message.pk}",
        "Your order",
        "out",
    )


def test_a_mail_has_text_and_html_and_the_headers_of_a_letter(sink, plan):
    Brand.objects.create(pk=1, sender_name="Olga, the: Corner", reply_to="hello@shop.example")
    plan()

    send_letters()

    mail = sink.mails[0]
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert (mail["From"], mail["To"]) == (
        "Olga the Corner <shop@shop.example>",
        "Anna Bell <anna@example.org>",
    )
    assert (mail["Reply-To"], mail["Auto-Submitted"]) == ("hello@shop.example", "auto-generated")
    assert mail["List-Unsubscribe"] is None
    assert "It is here, Anna." in mail.get_body(("plain",)).get_content()


@pytest.mark.parametrize("message_class", ["survey", "review", "marketing"])
def test_mail_nobody_asked_for_can_be_left_with_one_click(sink, plan, message_class):
    plan(message_class)

    send_bulk()

    mail = sink.mails[0]
    address = mail["List-Unsubscribe"].strip(" <>")
    assert address.startswith("https://shop.example/u/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"] == '"The Corner Shop" <news.shop.example>'
    assert mail["Feedback-ID"].count(":") == 3
    assert address in mail.get_body(("plain",)).get_content()


def test_what_is_kept_holds_no_secret_address(sink, plan):
    message = again(plan("marketing"))

    send_bulk()

    token = sink.mails[0]["List-Unsubscribe"].strip(" <>/").rpartition("/")[2]
    kept = again(message)
    link = PublicLink.objects.get(message=message)
    assert token not in f"{kept.html}{kept.text}{kept.headers}"
    assert kept.headers["List-Unsubscribe"] == f"<{{{{link:{link.pk}}}}}>"


def test_no_control_character_of_a_name_becomes_a_header(sink, plan, anna):
    anna.given_name, anna.family_name = "Anna\r\nBcc: everybody", 'Bell", x@y;'
    anna.save()
    ShopSettings.objects.update(name="Shop\r\nX-Evil: 1")
    plan("marketing", subject="Hi {{ first_name }}", body="x")

    send_bulk()

    mail = sink.mails[0]
    assert {"Bcc", "X-Evil"} & set(mail.keys()) == set()
    assert mail["Subject"] == "Hi Anna Bcc: everybody"
    assert mail["To"].addresses[0].addr_spec == "anna@example.org"


@pytest.mark.parametrize(
    ("message_class", "sends"), [("transactional", send_letters), ("marketing", send_bulk)]
)
def test_each_queue_sends_its_own(sink, plan, message_class, sends):
    letter, news = plan("transactional"), plan("marketing")

    sends()

    mine = {"transactional": letter, "marketing": news}[message_class]
    assert sink.message_ids == [mine.message_id]


def test_the_clock_tells_once_of_many_news(sink, plan):
    plan("marketing")
    plan("marketing")

    send_bulk()

    entry = AuditEntry.objects.get(verb="message.sent")
    assert entry.counts == {"messages": 2}
    assert not AuditEntry.objects.filter(verb="interaction.logged", actor="the clock").exists()


def test_a_mail_out_of_date_is_not_sent(sink, plan):
    message = plan(expires_at=timezone.now() - timedelta(seconds=1))

    send_letters()

    assert (again(message).state, again(message).skip_reason, sink.mails) == ("skipped", "stale", [])


def test_a_mail_waits_until_its_time(sink, plan):
    plan(not_before=timezone.now() + timedelta(minutes=1))

    send_letters()

    assert (states(), sink.mails) == (["planned"], [])


def say_no(anna):
    record_consent(anna, Answer("email", "news", is_given=False, source="till"), by=None)


def unsubscribe(anna):
    suppress("anna@example.org", reason="unsubscribe", scope="unasked", source="x", by=None)


def pause(anna):
    Preference.objects.create(customer=anna, paused_until=timezone.localdate() + timedelta(days=30))


def quieten(anna):
    Customer.objects.update(do_not_disturb_since=timezone.now())


@pytest.mark.parametrize(
    ("no", "reason"),
    [(say_no, "opted_out"), (unsubscribe, "suppressed"), (pause, "paused"), (quieten, "do_not_disturb")],
)
def test_a_no_between_writing_and_sending_counts(sink, plan, anna, monkeypatch, no, reason):
    message = plan("marketing")
    Consent.objects.update(recorded_at=timezone.now() - timedelta(days=1))

    def write_and_hear_a_no(*told, **more):
        done = write_down(*told, **more)
        no(anna)
        return done

    monkeypatch.setattr(delivery, "write_down", write_and_hear_a_no)

    send_bulk()

    assert (again(message).state, again(message).skip_reason, sink.mails) == ("skipped", reason, [])


@pytest.mark.parametrize(
    "address",
    [
        "anna@example.org\r\nBcc: all@example.org",
        "anna@example.org\nDATA",
        "anna@example.org, bert@example.org",
        "<anna@example.org>",
        "anna@exa mple.org",
        '"a\rb"@example.org',
        "@example.org",
        "anna",
    ],
)
@pytest.mark.parametrize("message_class", ["transactional", "marketing"])
def test_what_is_no_address_reaches_no_server(sink, plan, anna, message_class, address):
    anna.emails.update(address=address)
    message = plan(message_class)

    send_letters()
    send_bulk()

    assert (again(message).skip_reason, sink.mails) == ("bad_address", [])


def test_a_missing_word_blocks_the_mail_and_leaves_no_link(sink, plan):
    message = plan("marketing", body="Dear {{ event }}")

    send_bulk()

    assert (again(message).skip_reason, sink.mails) == ("missing_words", [])
    assert not PublicLink.objects.exists()


# --- What a server can say -------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("answer", ["451 greylisted", "452 4.2.2 full for now"])
def test_not_now_is_tried_again_with_growing_pauses(sink, plan, word, answer):
    message = plan("marketing")
    sink.answers[word] = answer
    pauses = []

    for _ in range(FEWER_ATTEMPTS):
        make_due(message)
        with time_machine.travel(timezone.now(), tick=False):
            send_bulk()
            pauses.append(again(message).not_before - timezone.now())

    assert pauses[:-1] == [pause_after(attempt) for attempt in range(1, FEWER_ATTEMPTS)]
    assert (again(message).state, again(message).problem) == ("failed", answer)
    assert MessageEvent.objects.count() == 0


def test_after_greylisting_it_is_the_same_mail(sink, plan):
    message = plan()
    sink.answers["RCPT"] = "451 come back"
    send_letters()
    sink.answers.clear()
    make_due(message)

    send_letters()

    assert (sink.message_ids, again(message).attempts) == ([message.message_id], 2)


@pytest.mark.parametrize(
    ("word", "answer", "flag"),
    [
        ("RCPT", "550 5.1.1 no such user", EventKind.HARD_BOUNCE),
        ("RCPT", "550 nobody here", EventKind.HARD_BOUNCE),
        ("RCPT", "552 5.2.2 mailbox full", EventKind.SOFT_BOUNCE),
        ("RCPT", "550 5.7.1 not from you", None),
        ("DATA", "554 5.6.0 looks like spam", None),
        ("DATA", "550 5.1.1 no such user", EventKind.HARD_BOUNCE),
        ("MAIL", "552 5.3.4 too large", None),
    ],
)
def test_a_no_for_good_fails_and_flags_the_address_only_when_it_is_its_fault(sink, plan, word, answer, flag):
    message, other = plan(), plan()
    sink.answers[word] = answer
    Message.objects.filter(pk=other.pk).update(not_before=timezone.now() + timedelta(hours=1))

    send_letters()

    assert (again(message).state, again(message).problem) == ("failed", answer)
    assert list(MessageEvent.objects.values_list("kind", flat=True)) == ([flag] if flag else [])


def test_one_bad_address_stops_nobody_else_and_is_not_tried_again(sink, plan):
    sink.answers["RCPT"] = "550 5.1.1 no such user"
    bad = plan()
    send_letters()
    sink.answers.clear()
    good, same = plan(to_email="other@example.org"), plan()

    send_letters()

    assert [again(mail).state for mail in (bad, good, same)] == ["failed", "sent", "skipped"]
    assert again(same).skip_reason == "bad_address"


@pytest.mark.parametrize(
    ("word", "answer"),
    [("AUTH", "no"), ("MAIL", "530 5.7.0 authentication required"), ("MAIL", "550 not you")],
)
def test_a_server_that_does_not_want_us_stops_everything(sink, plan, settings, word, answer):
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = "x"
    first, second = plan(), plan()
    sink.answers[word] = answer

    send_letters()
    send_letters()

    assert states() == ["planned", "planned"]
    assert (again(first).attempts, again(second).attempts) == (0, 0)
    room = MailRoom.objects.get()
    assert (room.stopped_at is not None, room.stopped_because != "") == (True, True)
    assert AuditEntry.objects.filter(verb="mail_room.stopped").count() == 1


def test_after_somebody_has_looked_everything_goes_on(sink, plan, olga):
    plan()
    stop_mail("535 wrong password")
    send_letters()
    waiting = list(sink.mails)

    restart_mail(by=olga)
    send_letters()

    assert (waiting, len(sink.mails)) == ([], 1)


def test_a_server_that_is_away_burns_no_attempt_and_is_asked_once_a_shift(plan, sink, settings):
    first, second = plan(), plan()
    settings.EMAIL_PORT = 1

    send_letters()

    assert (again(first).state, again(first).attempts, again(second).problem) == ("planned", 0, "")
    assert "ConnectionRefusedError" in again(first).problem
    assert again(first).not_before > timezone.now()


@pytest.mark.parametrize("word", ["MAIL", "RCPT"])
def test_a_server_that_hangs_up_before_it_has_the_mail_has_not_got_it(sink, plan, word):
    message = plan("marketing")
    sink.hangs_up_after = word

    send_bulk()

    assert (again(message).state, again(message).attempts) == ("planned", 0)


def test_a_server_that_hangs_up_before_its_yes_leaves_news_in_doubt(sink, plan, mira):
    message = plan("marketing")
    sink.hangs_up_after = "DATA"
    send_bulk()
    doubtful = again(message)
    sink.hangs_up_after = ""
    send_bulk()
    mails_by_itself = len(sink.mails)

    send_again(message, by=mira)
    send_bulk()

    assert (doubtful.state, mails_by_itself) == ("unknown", 1)
    assert (sink.message_ids, again(message).state) == ([message.message_id] * 2, "sent")


def test_a_server_that_hangs_up_before_its_yes_gets_a_letter_again_as_the_same_one(sink, plan):
    message = plan()
    sink.hangs_up_after = "DATA"
    send_letters()
    sink.hangs_up_after = ""
    make_due(message)

    send_letters()

    assert (sink.message_ids, again(message).state) == ([message.message_id] * 2, "sent")


def test_a_server_that_never_answers_is_given_up_in_time(sink, plan, settings):
    settings.EMAIL_TIMEOUT = 1
    message = plan("marketing")
    sink.on_data = lambda: threading.Event().wait(2)

    send_bulk()

    assert again(message).state == "unknown"


def test_a_server_without_tls_stops_a_shop_that_wants_it(sink, plan, settings):
    settings.EMAIL_USE_TLS = True
    plan()

    send_letters()

    assert "STARTTLS" in MailRoom.objects.get().stopped_because


# --- Rows that break, workers that die --------------------------------------------------------------


def test_a_mail_that_cannot_be_made_stops_no_other(sink, plan, monkeypatch):
    poison, good = plan(subject="poison"), plan()
    compose = delivery.compose

    def fragile(message, *more):
        if message.own_subject == "poison":
            raise ZeroDivisionError
        return compose(message, *more)

    monkeypatch.setattr(delivery, "compose", fragile)

    for _ in range(POISON_ATTEMPTS + 1):
        make_due(poison)
        send_letters()

    assert (again(poison).state, again(poison).attempts) == ("failed", POISON_ATTEMPTS)
    assert again(poison).problem == "could not be made: ZeroDivisionError"
    assert again(good).state == "sent"


@pytest.mark.django_db(transaction=True)
def test_only_taking_a_mail_does_not_wait_for_the_disk(plan):
    def waits() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            return cursor.fetchone()[0]

    plan("marketing")
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")

    with transaction.atomic():
        claim_next(timezone.now(), is_bulk=True)
        inside = waits()

    assert (inside, waits()) == ("off", "on")


def test_a_worker_that_died_before_writing_loses_nothing(sink, plan):
    message = plan("marketing")
    claim_next(timezone.now(), is_bulk=True)
    Message.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    look_after_mail()
    look_after_mail()
    send_bulk()

    assert (sink.message_ids, again(message).attempts) == ([message.message_id], 2)


def test_a_mail_that_kills_its_worker_each_time_is_given_up(plan):
    message = plan()
    for _ in range(POISON_ATTEMPTS):
        make_due(message)
        claim_next(timezone.now(), is_bulk=False)
        sweep_leases(timezone.now() + timedelta(minutes=2))

    assert (again(message).state, again(message).problem) == ("failed", "the worker ended each time")


@pytest.mark.parametrize(("message_class", "state"), [("transactional", "planned"), ("survey", "unknown")])
def test_a_worker_that_died_while_sending(plan, message_class, state):
    message = plan(message_class)
    claim_next(timezone.now(), is_bulk=message_class != "transactional")
    Message.objects.update(headers={"From": "x"})

    count = sweep_leases(timezone.now() + timedelta(minutes=2))

    assert (again(message).state, count) == (state, 1)
    assert again(message).message_id == message.message_id


@pytest.mark.django_db(transaction=True)
def test_a_late_answer_of_a_worker_given_up_is_believed(sink, plan):
    message = plan("marketing")

    def sweep() -> None:
        sweep_leases(timezone.now() + timedelta(minutes=2))
        connection.close()

    sink.on_data = lambda: together(sweep)

    send_bulk()

    assert again(message).state == "sent"


def test_what_a_dead_worker_still_does_changes_nothing(plan):
    message = plan()
    dead = claim_next(timezone.now(), is_bulk=False)
    sweep_leases(timezone.now() + timedelta(minutes=2))

    settle_poison(dead, ZeroDivisionError())

    assert (again(message).state, again(message).problem) == (
        "planned",
        "the worker ended while it was being sent",
    )


def test_a_worker_that_lost_its_lease_writes_neither_the_mail_nor_its_link(sink, plan, monkeypatch):
    message = plan("marketing")

    def write_too_late(mail, *told, **more):
        Message.objects.filter(pk=mail.pk).update(lease_token="another")
        return write_down(mail, *told, **more)

    monkeypatch.setattr(delivery, "write_down", write_too_late)

    send_bulk()

    assert (sink.mails, again(message).headers, PublicLink.objects.count()) == ([], {}, 0)


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_left_is_sent_also_without_its_line(sink, plan, monkeypatch, log_lines):
    message = plan("marketing")
    monkeypatch.setattr(sending, "line_of_ours", lambda *_who, **_how: Interaction(kind="mail_out"))

    send_bulk()

    assert (again(message).state, len(sink.mails)) == ("sent", 1)
    assert "sent_without_a_line" in "".join(log_lines)


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_mail_once(sink, plan):
    for _ in range(20):
        plan()

    def work() -> None:
        send_due(is_bulk=False)
        connection.close()

    together(work, work, work)

    assert len(sink.mails) == len(set(sink.message_ids)) == 20
    assert set(states()) == {MessageState.SENT}


# --- Pace -------------------------------------------------------------------------------------------


def test_news_leave_at_the_pace_and_room_for_letters(sink, plan):
    current_room()
    MailRoom.objects.update(per_minute=12)
    for _ in range(4):
        plan("marketing")

    send_bulk()
    plan()
    send_letters()

    # Of two in ten seconds one place is kept for letters.
    assert states() == ["sent", "planned", "planned", "planned", "sent"]


@pytest.mark.parametrize(("per_minute", "apart"), [(6000, [0, 0.0113, 0.0113, 0.0113]), (600, [0, 0, 0, 0])])
def test_news_of_a_fast_shop_leave_evenly(sink, plan, monkeypatch, per_minute, apart):
    current_room()
    MailRoom.objects.update(per_minute=per_minute, per_hour=100_000, per_day=100_000)
    for _ in apart:
        plan("marketing")
    waited = []  # but for this the clock stands still
    monkeypatch.setattr(delivery.time, "sleep", waited.append)
    monkeypatch.setattr(delivery.time, "monotonic", lambda: 100 + sum(waited))

    send_bulk()

    # Once more before it found that nothing is left.
    assert [round(wait, 4) for wait in waited[:-1]] == apart
    assert states() == ["sent"] * 4


def test_nothing_leaves_after_a_restore(sink, plan):
    ShopSettings.objects.update(mail_held_since=timezone.now())
    plan()

    send_letters()

    assert states() == ["planned"]


def test_the_brake_holds_news_but_no_letters(sink, plan):
    current_room()
    MailRoom.objects.update(braked_at=timezone.now())
    plan("marketing")
    plan()

    send_bulk()
    send_letters()

    assert states() == ["planned", "sent"]


# --- Kept here ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("transport", "address"),
    [
        ("django.core.mail.backends.console.EmailBackend", "https://shop.example"),
        ("django.core.mail.backends.smtp.EmailBackend", "http://localhost:8000"),
        ("django.core.mail.backends.smtp.EmailBackend", "https://127.0.0.1"),
        ("django.core.mail.backends.smtp.EmailBackend", "http://shop.example"),
    ],
)
def test_without_a_way_out_mail_is_kept_as_it_would_arrive(sink, plan, settings, transport, address):
    settings.MAIL_TRANSPORT, settings.PUBLIC_URL = transport, address
    message = plan("marketing")

    send_bulk()

    kept = again(message)
    assert (kept.state, kept.is_captured, sink.mails) == ("sent", True, [])
    assert (kept.subject, "It is here, Anna." in kept.text) == ("Your order", True)


def plan_of(statement: str, values: dict[str, object]) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}", values)
        return "\n".join(line for (line,) in cursor.fetchall())


def test_what_is_due_is_found_by_its_index(plan):
    message = plan()
    many = [
        Message(
            dedupe_key=f"many:{number}",
            message_class="marketing",
            purpose="x",
            not_before=timezone.now(),
            message_id=f"<{number}>",
            state="planned" if number % 10 == 0 else "sent",
            priority=50,
        )
        for number in range(20_000)
    ]
    Message.objects.bulk_create(many, batch_size=5_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE engagement_message")

    now = timezone.now()
    queues = ((FIRST, BULK_FROM - 1), (BULK_FROM, LAST))
    plans = [
        plan_of(CLAIM, {"now": now, "lease": now, "token": "", "from": least, "to": most})
        for least, most in queues
    ]

    assert [("message_due" in found, "Seq Scan on engagement_message" in found) for found in plans] == [
        (True, False)
    ] * 2
    assert claim_next(timezone.now(), is_bulk=False) == message
