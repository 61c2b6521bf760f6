"""After a restore no mail leaves the house."""

from django.core import mail
from django.core.mail import send_mail
from django.utils import timezone

from crm.shop.models import ShopSettings

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
HOLDABLE = "crm.shop.mail.HoldableBackend"


def test_mail_leaves_while_nothing_holds_it(shop, settings):
    settings.EMAIL_BACKEND, settings.MAIL_TRANSPORT = HOLDABLE, LOCMEM

    sent = send_mail("Hello", "there", None, ["anna@example.org"])

    assert (sent, len(mail.outbox)) == (1, 1)


def test_mail_is_held_after_a_restore(shop, settings):
    settings.EMAIL_BACKEND, settings.MAIL_TRANSPORT = HOLDABLE, LOCMEM
    ShopSettings.objects.update(mail_held_since=timezone.now())

    sent = send_mail("Hello", "there", None, ["anna@example.org"])

    assert (sent, len(mail.outbox)) == (0, 0)
