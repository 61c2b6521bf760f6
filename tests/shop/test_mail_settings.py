"""Where mail goes, by what the environment says."""

import pytest

from crm.shop.mail_settings import mail_settings

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
