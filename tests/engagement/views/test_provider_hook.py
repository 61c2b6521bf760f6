"""What the mail provider tells us: only from the provider itself, once, in any order."""

import base64
import json

import pytest
from django.test import Client

from engagement.addresses import address_hash
from engagement.models import InboundMail, Message, MessageEvent, Suppression

ANNA = "anna@example.org"
HARD = {
    "RecordType": "Bounce",
    "ID": 7,
    "Type": "HardBounce",
    "TypeCode": 1,
    "MessageID": "p-1",
    "Email": ANNA,
    "BouncedAt": "2026-05-04T10:00:00Z",
    "Description": "No such address",
}
DELIVERED = {
    "RecordType": "Delivery",
    "MessageID": "p-1",
    "Recipient": ANNA,
    "DeliveredAt": "2026-05-04T09:00:00Z",
}
UNSUBSCRIBED = {
    "RecordType": "SubscriptionChange",
    "MessageID": "p-1",
    "Recipient": ANNA,
    "ChangedAt": "2026-05-04T11:00:00Z",
    "SuppressSending": True,
    "SuppressionReason": "ManualSuppression",
}
BREVO = {"email": ANNA, "message-id": "<p-1@shop.example>", "ts_epoch": 1_777_888_800_000, "id": 9}
SPAM = HARD | {"ID": 8, "RecordType": "SpamComplaint", "Type": "SpamComplaint", "MessageID": "unknown"}


def sparkpost(bounce_class):
    told = {"type": "bounce", "bounce_class": bounce_class, "raw_rcpt_to": ANNA, "event_id": "7"}
    return [{"msys": {"message_event": told | {"transmission_id": "p-1", "timestamp": "1777888800"}}}]


@pytest.fixture
def provider(settings, shop):
    settings.MAIL_TRANSPORT = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "shop:secret"}
    return Client(enforce_csrf_checks=True)


def tell(client, news, kind="tracking", secret="shop:secret"):
    key = base64.b64encode(secret.encode()).decode()
    headers = {"Authorization": f"Basic {key}"} if secret else {}
    return client.post(
        f"/hooks/mail/{kind}/", json.dumps(news), content_type="application/json", headers=headers
    )


def test_provider_hook_twice_in_any_order_is_once(provider, plan):
    message = plan()
    Message.objects.filter(pk=message.pk).update(provider_id="p-1", to_email=ANNA, to_hash=address_hash(ANNA))

    answers = [tell(provider, news).status_code for news in (HARD, DELIVERED, HARD, DELIVERED)]

    assert answers == [200] * 4
    kinds = MessageEvent.objects.order_by("pk").values_list("kind", "message")
    assert list(kinds) == [("hard_bounce", message.pk), ("delivered", message.pk)]
    assert Suppression.objects.get().reason == "hard_bounce"


@pytest.mark.parametrize(
    ("provider_name", "news", "kind"),
    [
        ("postmark", HARD | {"Type": "SoftBounce", "TypeCode": 4096}, "soft_bounce"),
        ("brevo", BREVO | {"event": "soft_bounce"}, "soft_bounce"),
        ("brevo", BREVO | {"event": "hard_bounce"}, "hard_bounce"),
        ("brevo", BREVO | {"event": "invalid_email"}, "hard_bounce"),
        ("sparkpost", sparkpost("22"), "soft_bounce"),
        ("sparkpost", sparkpost("10"), "hard_bounce"),
    ],
)
def test_provider_hook_takes_no_full_mailbox_for_an_address_that_is_not_there(
    settings, provider, provider_name, news, kind
):
    settings.MAIL_TRANSPORT = f"anymail.backends.{provider_name}.EmailBackend"

    assert tell(provider, news).status_code == 200

    assert MessageEvent.objects.get().kind == kind
    assert Suppression.objects.exists() == (kind == "hard_bounce")


def test_provider_hook_keeps_what_it_says_of_unknown_mail(provider):
    tell(provider, SPAM)

    assert (MessageEvent.objects.get().message, Suppression.objects.get().reason) == (None, "complaint")


def test_provider_hook_honours_a_no_that_was_said_to_the_provider(provider):
    for _time in range(2):
        assert tell(provider, UNSUBSCRIBED).status_code == 200

    told = Suppression.objects.get()
    assert (told.reason, told.scope) == ("unsubscribe", "unasked")
    assert MessageEvent.objects.get().kind == "unsubscribed"


def test_provider_hook_hears_nothing_of_opened_mails(provider):
    opened = {"RecordType": "Open", "MessageID": "p-1", "Recipient": ANNA, "FirstOpen": True}

    assert tell(provider, opened | {"ReceivedAt": "2026-05-04T11:00:00Z"}).status_code == 200
    assert MessageEvent.objects.count() == 0


@pytest.mark.parametrize("secret", ["", "shop:guessed"])
def test_provider_hook_believes_nobody_else(provider, secret):
    assert tell(provider, HARD, secret=secret).status_code == 400
    assert MessageEvent.objects.count() == 0


@pytest.mark.parametrize(
    ("transport", "own", "kind"),
    [
        ("anymail.backends.postmark.EmailBackend", {}, "tracking"),  # nobody could be told from it
        ("anymail.backends.mailgun.EmailBackend", {}, "tracking"),
        ("django.core.mail.backends.smtp.EmailBackend", {"WEBHOOK_SECRET": "shop:secret"}, "tracking"),
        ("anymail.backends.postmark.EmailBackend", {"WEBHOOK_SECRET": "shop:secret"}, "other"),
    ],
)
def test_provider_hook_is_shut_where_nobody_can_be_told_apart(settings, provider, transport, own, kind):
    settings.MAIL_TRANSPORT, settings.ANYMAIL = transport, own

    assert tell(provider, HARD, kind).status_code == 404


def test_provider_hook_takes_mail_in(provider, anna):
    mail = {
        "FromFull": {"Email": ANNA, "Name": "Anna"},
        "From": ANNA,
        "To": "shop@shop.example",
        "Subject": "Hours",
        "TextBody": "Are you open?",
        "Headers": [{"Name": "Message-ID", "Value": "<5@mail.example>"}],
    }

    for _ in range(2):
        assert tell(provider, mail, "inbound").status_code == 200

    received = InboundMail.objects.get()
    assert (received.customer, received.message_id, received.text) == (
        anna,
        "<5@mail.example>",
        "Are you open?",
    )


def test_provider_hook_leaves_out_mail_that_nobody_can_read_and_is_not_sent_it_again(provider):
    picture = {"Name": "p.png", "Content": "aGk=", "ContentType": "image/png", "ContentID": ""}
    mail = {"FromFull": {"Email": ANNA, "Name": ""}, "Subject": "Much", "Attachments": [picture] * 300}

    assert tell(provider, mail, "inbound").status_code == 200
    assert InboundMail.objects.count() == 0
