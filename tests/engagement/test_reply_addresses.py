"""Each mail has an address for answers and one for leaving its list, where mail comes in by itself."""

import base64
import json

import pytest
from django.core import mail as outbox

from customers.consent_state import state_of
from engagement.actions.inbound_mail import receive_mail
from engagement.delivery import send_due
from engagement.models import Enquiry, InboundMail, Message
from engagement.reply_addresses import addressed_to, fill_in
from tests.engagement.conftest import again

pytestmark = pytest.mark.django_db
INBOX = "answers@in.shop.example"
REPLY, LEAVE = "{{reply-address}}", "{{leave-address}}"


@pytest.fixture
def inbox(settings) -> None:
    settings.INBOUND_ADDRESS = INBOX


@pytest.fixture
def sent(inbox, sink, plan, at_any_hour):
    """What has left, and how it arrived."""

    def send(message_class: str):
        message = plan(message_class)
        send_due(is_bulk=message_class != "transactional")
        return again(message), sink.mails[-1]

    return send


def written_to(address: str, **headers: str) -> bytes:
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"From: Anna <other@example.org>\r\nTo: {address}\r\n{more}\r\nDo you have it in green?".encode()


def test_news_can_be_left_by_a_mail_and_answered(sent):
    message, arrived = sent("marketing")

    https, by_mail = arrived["List-Unsubscribe"].strip().split(", ")
    assert https.startswith("<https://shop.example/u/")
    assert by_mail == f"<mailto:{fill_in(LEAVE, message)}?subject=unsubscribe>"
    assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert arrived["Reply-To"] == f"The Corner Shop <{fill_in(REPLY, message)}>"
    assert fill_in(REPLY, message).startswith(f"answers+r{message.pk}-")


def test_what_is_kept_holds_marks(sent):
    message, _arrived = sent("marketing")

    kept = " ".join(message.headers.values())
    assert (REPLY in kept, LEAVE in kept, "+r" in kept) == (True, True, False)


def test_without_an_inbox_all_is_as_before(plan, sink, at_any_hour):
    plan("marketing")
    send_due(is_bulk=True)

    assert ("mailto:" in sink.mails[0]["List-Unsubscribe"], sink.mails[0]["Reply-To"]) == (False, None)


def test_a_letter_has_an_answer_address_and_no_list(sent):
    _message, arrived = sent("transactional")

    assert (f"<{INBOX[:7]}+r" in arrived["Reply-To"], arrived["List-Unsubscribe"]) == (True, None)


def test_an_answer_without_a_header_is_known_by_its_address(sent, anna):
    message, _arrived = sent("transactional")

    received = receive_mail(written_to(fill_in(REPLY, message), Message_ID="<a@x>"))

    assert (received.answers, received.customer, Enquiry.objects.count()) == (message, anna, 1)


def test_a_mail_to_the_leaving_address_leaves_and_asks_nothing(sent, anna):
    message, _arrived = sent("marketing")

    for number in range(2):
        receive_mail(written_to(fill_in(LEAVE, message).upper(), Message_ID=f"<{number}@x>"))

    answer = state_of(anna)["email", "news"]
    assert (answer.is_given, answer.source) == (False, "one-click unsubscribe")
    assert (InboundMail.objects.count(), Enquiry.objects.count()) == (2, 0)


@pytest.mark.parametrize(
    "made_up", ["answers+u{0}-00000000000000000000@x.example", "answers+u{0}@x", "answers@x"]
)
def test_nobody_can_make_an_address_up(sent, anna, made_up):
    message, _arrived = sent("marketing")

    received = receive_mail(written_to(made_up.format(message.pk), Message_ID="<a@x>"))

    assert (received.answers, state_of(anna)["email", "news"].is_given) == (None, True)


def test_a_reply_address_does_not_leave(sent):
    message, _arrived = sent("marketing")
    forged = fill_in(REPLY, message).replace("+r", "+u")

    assert addressed_to({"to": forged}) is None


def test_an_old_key_still_opens(sent, settings):
    message, _arrived = sent("marketing")
    address = fill_in(LEAVE, message)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [settings.SECRET_KEY]

    assert addressed_to({"delivered-to": address}) == (message, True)


def test_a_bounce_to_the_leaving_address_leaves_nothing(sent, anna):
    message, _arrived = sent("marketing")
    raw = written_to(fill_in(LEAVE, message)).replace(b"other@", b"mailer-daemon@")

    receive_mail(raw)

    assert state_of(anna)["email", "news"].is_given is True


def test_the_provider_says_to_which_address_it_came(sent, client, settings, anna):
    message, _arrived = sent("marketing")
    settings.MAIL_TRANSPORT = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "shop:secret"}
    told = {
        "MessageID": "1",
        "FromFull": {"Email": "anna@example.org", "Name": "Anna"},
        "ToFull": [{"Email": "shop@shop.example", "Name": ""}],
        "OriginalRecipient": fill_in(LEAVE, message),
        "Subject": "",
        "TextBody": "unsubscribe",
        "Headers": [{"Name": "Message-ID", "Value": "<b@x>"}],
    }
    key = base64.b64encode(b"shop:secret").decode()

    client.post(
        "/hooks/mail/inbound/",
        json.dumps(told),
        content_type="application/json",
        headers={"Authorization": f"Basic {key}"},
    )

    assert state_of(anna)["email", "news"].is_given is False


def test_staff_see_the_address_only_where_nothing_left(sent, as_staff):
    message, _arrived = sent("marketing")

    seen = as_staff.get(f"/mail/{message.pk}/").text
    Message.objects.update(is_captured=True)
    kept_here = as_staff.get(f"/mail/{message.pk}/").text

    assert ("answers+…@in.shop.example" in seen, fill_in(REPLY, message) in seen) == (True, False)
    assert fill_in(REPLY, message) in kept_here
    assert outbox.outbox == []
