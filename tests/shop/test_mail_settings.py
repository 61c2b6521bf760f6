"""Where mail goes, by what the environment says."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from crm.shop.mail_settings import MailboxAddress, mail_settings, mailbox_settings

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("told", "transport"),
    [
        ({}, "django.core.mail.backends.console.EmailBackend"),
        ({"EMAIL_URL": "smtp+tls://n:p@mail.example:587"}, SMTP),
        ({"MAIL_PROVIDER": "postmark", "EMAIL_URL": "smtp://m"}, "anymail.backends.postmark.EmailBackend"),
    ],
)
def test_a_provider_goes_before_a_server_and_without_either_it_is_the_log(monkeypatch, told, transport):
    for name in ("EMAIL_URL", "MAIL_PROVIDER", "MAIL_PROVIDER_SETTINGS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in told.items():
        monkeypatch.setenv(name, value)

    found = mail_settings()

    assert (found["MAIL_TRANSPORT"], found["EMAIL_BACKEND"]) == (transport, "crm.shop.mail.HoldableBackend")
    assert (found["EMAIL_TIMEOUT"], found["ANYMAIL"]) == (15, {"REQUESTS_TIMEOUT": 15})


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "imaps://a%40b.example:p%3Aw@mail.example",
            ("mail.example", 993, "a@b.example", "p:w", "INBOX", True),
        ),
        ("imaps://a:b@mail.example:1993/Shop/To%20us", ("mail.example", 1993, "a", "b", "Shop/To us", True)),
        ("imap://a:b@localhost/", ("localhost", 143, "a", "b", "INBOX", False)),
    ],
)
def test_a_mailbox_is_named_by_its_address(monkeypatch, url, expected):
    monkeypatch.setenv("INBOUND_URL", url)

    assert mailbox_settings() == MailboxAddress(*expected)


@pytest.mark.parametrize(
    "url",
    [
        "imap://name:secret@mail.example",
        "pop3://name:secret@mail.example",
        "imaps://mail.example",
        "imaps://name:secret@mail.example:x",
        "imaps://name:secret@mail.example/Gelöscht",
        "imaps://name:secret@mail.example/a%0d%0ab",
    ],
)
def test_a_mailbox_that_is_unsafe_or_unclear_stops_the_start_and_shows_no_password(monkeypatch, url):
    monkeypatch.setenv("INBOUND_URL", url)

    with pytest.raises(ImproperlyConfigured, match=r"^INBOUND_URL ") as refusal:
        mailbox_settings()

    assert "secret" not in str(refusal.value)


def test_without_an_address_there_is_no_mailbox_and_no_password_is_shown(monkeypatch):
    monkeypatch.delenv("INBOUND_URL", raising=False)

    assert mailbox_settings() is None
    assert "secret" not in repr(MailboxAddress("m", 1, "n", "secret"))


@pytest.mark.parametrize("address", ["", "answers@in.example.com"])
def test_an_inbound_address_is_taken_as_it_is(monkeypatch, address):
    monkeypatch.setenv("INBOUND_ADDRESS", address)

    assert mail_settings()["INBOUND_ADDRESS"] == address


@pytest.mark.parametrize(
    "wrong", ["answers", "@x.example", "a+b@x.example", "a b@x.example", f"{'a' * 21}@x.y"]
)
def test_a_wrong_inbound_address_stops_the_start(monkeypatch, wrong):
    monkeypatch.setenv("INBOUND_ADDRESS", wrong)

    with pytest.raises(ImproperlyConfigured, match="INBOUND_ADDRESS"):
        mail_settings()
