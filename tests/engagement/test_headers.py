"""No control character becomes a header, whoever typed it (S30)."""

from email.parser import BytesParser
from email.policy import SMTP

import pytest
from django.core.mail import EmailMultiAlternatives
from hypothesis import given
from hypothesis import strategies as st

from engagement.headers import SenderCard, headers_of, named_address, one_line, storable
from engagement.models import Message

ANY = st.text(st.characters(), max_size=80)
NASTY = st.lists(
    st.sampled_from(
        ["\r\n", "\n", "\r", "\x00", "\u2028", "\x85", "Bcc: x@y", "<", ">", '"', "@", ",", "ü", "a"]
    )
)


@given(ANY)
def test_one_line_is_one_line(text):
    line = one_line(text)

    assert (line.splitlines() or [""], line.strip()) == ([line], line)
    assert [sign for sign in line if ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0] == []
    line.encode()


@given(ANY)
def test_what_is_stored_can_be_stored(text):
    assert "\x00" not in storable(text)
    storable(text).encode()


@given(NASTY.map("".join), NASTY.map("".join), NASTY.map("".join))
def test_a_mail_has_just_the_headers_we_gave_it(name, shop, purpose):
    card = SenderCard(shop, named_address(shop, "shop@shop.example"), "", "shop.example")
    message = Message(
        pk=1, message_class="marketing", topic="news", purpose=purpose, message_id="<1@shop.example>"
    )
    headers = headers_of(message, card, "https://shop.example/u/x/")
    recipient = named_address(name, "anna@example.org")

    mail = EmailMultiAlternatives(one_line(name), "x", card.sender, [recipient], headers=headers)
    parsed = BytesParser(policy=SMTP).parsebytes(mail.message().as_bytes(linesep="\r\n"))

    ours = {"Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "List-Id", "Feedback-ID"}
    ours |= {"List-Unsubscribe", "List-Unsubscribe-Post", "Subject", "From", "To", "Date"}
    assert set(parsed.keys()) - {"Content-Type", "MIME-Version", "Content-Transfer-Encoding"} == ours
    assert [address.addr_spec for address in parsed["To"].addresses] == ["anna@example.org"]
    assert [address.addr_spec for address in parsed["From"].addresses] == ["shop@shop.example"]


@pytest.mark.parametrize(
    ("message_class", "created_by_id", "is_automatic", "is_listed"),
    [("transactional", None, True, False), ("transactional", 1, False, False), ("survey", 1, True, True)],
)
def test_a_letter_by_hand_is_not_automatic_and_news_are_a_list(
    message_class, created_by_id, is_automatic, is_listed
):
    message = Message(pk=1, message_class=message_class, created_by_id=created_by_id, message_id="<1@x>")

    found = headers_of(
        message, SenderCard("S", "s@x.example", "r@x.example", "x.example"), "https://x.example/u/"
    )

    assert ("Auto-Submitted" in found, "List-Unsubscribe" in found, found["Reply-To"]) == (
        is_automatic,
        is_listed,
        "r@x.example",
    )
