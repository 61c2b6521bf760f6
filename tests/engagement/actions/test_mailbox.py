"""Mail from the shop's mailbox: in once, marked when it is safe, and one that is broken stops no other."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from crm.shop.models import AuditEntry, ShopSettings
from engagement import tasks
from engagement.actions import mailbox
from engagement.actions.inbound_mail import receive_mail
from engagement.actions.mailbox import fetch_mail
from engagement.inbound.parsing import MOST_BYTES
from engagement.mailbox_state import mailbox_trouble, unreadable_lately
from engagement.models import Enquiry, InboundMail
from tests.engagement.imap_server import running

SEEN, FLAGGED = "\\Seen", "\\Flagged"


@pytest.fixture(scope="module")
def _server(tmp_path_factory):
    with running(tmp_path_factory.mktemp("imap")) as server:
        yield server


@pytest.fixture
def server(_server, shop, settings, monkeypatch):
    """Empty, trusted, and named in the settings."""
    monkeypatch.setenv("SSL_CERT_FILE", str(_server.certificates / "ca.pem"))
    _server.mails.clear()
    _server.asked.clear()
    _server.hangs_up_at = ""
    settings.MAILBOX = _server.address
    cache.clear()
    return _server


def mail(number: int = 1, text: str = "Do you have it in green?", sender: str = "anna@example.org") -> bytes:
    head = f"From: {sender}\nSubject: A question\nMessage-ID: <{number}@mail.example>\n"
    return f"{head}Date: Thu, 26 Nov 2026 10:00:00 +0000\n\n{text}\n".replace("\n", "\r\n").encode()


def subjects() -> list[str]:
    return sorted(InboundMail.objects.values_list("message_id", flat=True))


def history() -> list[str]:
    found = AuditEntry.objects.filter(verb__startswith="mailbox.").order_by("pk")
    return list(found.values_list("verb", flat=True))


def test_a_mail_comes_in_is_marked_and_becomes_a_question(server, anna):
    uid = server.put(mail())

    assert (fetch_mail(), fetch_mail()) == (1, 0)

    received = InboundMail.objects.get()
    assert (received.customer, received.from_email) == (anna, "anna@example.org")
    assert Enquiry.objects.get().customer == anna
    assert server.flags(uid) == {SEEN}
    assert (mailbox_trouble(), history()) == (None, [])


def test_what_was_read_flagged_or_is_old_stays_where_it_is(server):
    server.put(mail(1), flags={SEEN})
    server.put(mail(2), flags={FLAGGED})
    server.put(mail(3), arrived=timezone.now() - timedelta(days=30))

    assert (fetch_mail(), InboundMail.objects.count()) == (0, 0)


def test_the_oldest_come_first_and_not_all_at_once(server, monkeypatch):
    monkeypatch.setattr(mailbox, "MOST_MAILS", 2)
    for number in (1, 2, 3):
        server.put(mail(number))

    assert fetch_mail() == 2
    assert subjects() == ["<1@mail.example>", "<2@mail.example>"]
    assert fetch_mail() == 1


def test_so_many_bytes_at_once_and_no_more(server, monkeypatch):
    monkeypatch.setattr(mailbox, "MOST_BYTES_AT_ONCE", len(mail()) + 10)
    for number in (1, 2):
        server.put(mail(number))

    assert (fetch_mail(), fetch_mail()) == (1, 1)


def test_a_mail_is_marked_only_when_it_is_in_the_book(server, monkeypatch):
    uid = server.put(mail())
    server.hangs_up_at = "STORE"
    fetch_mail()
    assert (InboundMail.objects.count(), server.flags(uid)) == (1, set())
    server.hangs_up_at = ""

    fetch_mail()

    assert (InboundMail.objects.count(), Enquiry.objects.count(), server.flags(uid)) == (1, 1, {SEEN})


@pytest.mark.parametrize("told_size", [MOST_BYTES + 1, 4_000_000_000])
def test_one_that_is_too_large_is_never_fetched_and_stops_no_other(server, told_size):
    large = server.put(b"x", told_size=told_size)
    server.put(mail())

    assert fetch_mail() == 1
    assert server.flags(large) == {SEEN, FLAGGED}
    assert [asked for asked in server.asked if f"FETCH {large} (BODY" in asked] == []
    assert (history(), unreadable_lately()) == (["mailbox.could_not_read"], 1)


def test_one_that_cannot_be_read_is_flagged(server):
    deep = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 300 + b"--b--"
    uid = server.put(deep)
    server.put(mail())

    assert (fetch_mail(), server.flags(uid)) == (1, {SEEN, FLAGGED})


def test_one_that_makes_us_stumble_stops_no_other_and_is_flagged_in_the_end(server, monkeypatch):
    def stumble(raw):
        if b"poison" in raw:
            raise ZeroDivisionError
        return receive_mail(raw)

    monkeypatch.setattr(mailbox, "receive_mail", stumble)
    uid = server.put(mail(1, text="poison"))
    server.put(mail(2))

    taken = [fetch_mail() for _ in range(4)]
    assert (taken, server.flags(uid)) == ([1, 0, 0, 0], set())

    fetch_mail()

    assert server.flags(uid) == {SEEN, FLAGGED}


def test_a_wrong_password_is_told_once_and_so_is_the_right_one(server, settings):
    server.put(mail())
    settings.MAILBOX = replace(server.address, password="wrong")
    for _ in range(2):
        assert fetch_mail() == 0
    trouble = mailbox_trouble()
    assert trouble
    assert "name and password" in trouble.words
    settings.MAILBOX = server.address

    assert fetch_mail() == 1

    assert (mailbox_trouble(), history()) == (None, ["mailbox.refused_us", "mailbox.well"])


def test_a_password_in_any_letters_opens_it(server, settings):
    server.put(mail())
    server.password = "pässwörd"
    settings.MAILBOX = server.address
    try:
        assert fetch_mail() == 1
    finally:
        del server.password


def test_a_folder_that_is_not_there_is_told(server, settings):
    settings.MAILBOX = replace(server.address, folder='No "such" place')

    fetch_mail()

    assert history() == ["mailbox.has_no_folder"]


def test_a_server_that_cannot_prove_who_it_is_gets_no_password(server, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")

    fetch_mail()

    assert (history(), server.asked) == (["mailbox.untrusted"], [])


def test_a_server_of_another_name_gets_no_password(server, settings):
    settings.MAILBOX = replace(server.address, host="127.0.0.1")

    fetch_mail()

    assert (history(), server.asked) == (["mailbox.untrusted"], [])


def test_a_server_that_is_away_is_news_only_after_a_while(server, settings, time_machine):
    settings.MAILBOX = replace(server.address, port=1)
    time_machine.move_to(timezone.now(), tick=False)
    fetch_mail()
    assert history() == []

    time_machine.shift(timedelta(minutes=16))
    fetch_mail()

    assert history() == ["mailbox.away"]


@pytest.mark.parametrize("values", [{"is_demo": True}, {"mail_held_since": timezone.now()}])
def test_a_demo_and_a_restored_copy_take_no_mail_away(server, values):
    server.put(mail())
    ShopSettings.objects.update(**values)

    assert (fetch_mail(), server.asked) == (0, [])


def test_without_a_mailbox_and_without_a_shop_nothing_happens(db, settings):
    assert (fetch_mail(), mailbox_trouble(), unreadable_lately()) == (0, None, 0)


@pytest.mark.django_db(transaction=True)
def test_the_clock_fetches(server):
    server.put(mail())

    tasks.look_into_mailbox()

    assert InboundMail.objects.count() == 1


def test_owners_see_what_is_wrong_and_others_do_not(server, settings, client, olga, mira):
    settings.MAILBOX = replace(server.address, password="wrong")
    fetch_mail()

    client.force_login(olga)
    pages = [client.get(path).text for path in ("/today/", "/mail/pace/")]
    client.force_login(mira)

    assert ["the mailbox needs you" in page for page in pages] == [True, True]
    assert "No mail comes in" in pages[0]
    assert "localhost/INBOX" in pages[1]
    assert "wrong" not in pages[1]
    assert "the mailbox needs you" not in client.get("/today/").text
