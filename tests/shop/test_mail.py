"""After a restore no mail leaves the house."""

import pytest
from django.core import mail
from django.core.mail import send_mail
from django.utils import timezone

from crm.shop.mail import mail_is_set_up, why_mail_stays_here
from crm.shop.models import ShopSettings

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
HOLDABLE = "crm.shop.mail.HoldableBackend"


@pytest.fixture(autouse=True)
def _public(settings):
    settings.PUBLIC_URL = "https://shop.example"


def test_mail_leaves_while_nothing_holds_it(shop, settings):
    settings.EMAIL_BACKEND, settings.MAIL_TRANSPORT = HOLDABLE, LOCMEM

    sent = send_mail("Hello", "there", None, ["anna@example.org"])

    assert (sent, len(mail.outbox)) == (1, 1)


def test_mail_is_held_after_a_restore(shop, settings):
    settings.EMAIL_BACKEND, settings.MAIL_TRANSPORT = HOLDABLE, LOCMEM
    ShopSettings.objects.update(mail_held_since=timezone.now())

    sent = send_mail("Hello", "there", None, ["anna@example.org"])

    assert (sent, len(mail.outbox)) == (0, 0)


@pytest.mark.parametrize(
    ("transport", "is_set_up"),
    [
        ("django.core.mail.backends.console.EmailBackend", False),
        ("django.core.mail.backends.dummy.EmailBackend", False),
        ("django.core.mail.backends.smtp.EmailBackend", True),
    ],
)
def test_mail_into_the_log_is_not_mail(settings, transport, is_set_up):
    settings.MAIL_TRANSPORT = transport

    assert mail_is_set_up() is is_set_up


@pytest.mark.parametrize("email", ["olga@shop.example", "nobody@shop.example"])
def test_a_reset_says_when_no_mail_can_leave_whoever_asks(shop, olga, client, settings, email):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.console.EmailBackend"
    without = client.post("/account/password/reset/", {"email": email}, follow=True).content
    settings.MAIL_TRANSPORT = LOCMEM
    with_mail = client.post("/account/password/reset/", {"email": email}, follow=True).content

    assert b"not set up yet" in without
    assert b"not set up yet" not in with_mail


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://shop.example", None),
        ("https://192.168.1.20:8000", None),
        ("http://shop.example", "plain_http"),
        ("http://192.168.1.20:8000", "plain_http"),
        ("http://localhost:8000", "this_machine"),
        ("https://shop.localhost", "this_machine"),
        ("https://127.0.0.1", "this_machine"),
        ("https://[::1]:8000", "this_machine"),
        ("nonsense", "this_machine"),
    ],
)
def test_mail_stays_here_while_its_links_lead_nowhere(shop, settings, address, why):
    settings.EMAIL_BACKEND, settings.MAIL_TRANSPORT, settings.PUBLIC_URL = HOLDABLE, LOCMEM, address

    send_mail("Hello", "there", None, ["anna@example.org"])

    assert (why_mail_stays_here(), len(mail.outbox)) == (why, 0 if why else 1)
