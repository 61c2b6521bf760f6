"""What may stand in a header of a mail: one line, and no control character, whoever typed it."""

import re
from dataclasses import dataclass

from engagement.models import Message, MessageClass
from engagement.reply_addresses import LEAVE, MARKS, REPLY

# Lone surrogates cannot be written in any alphabet; the separators end a line in some programs.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_MEANS_SOMETHING = re.compile(r'[@:,;<>"\\()\[\]]')
_NO_TAG = re.compile(r"[^A-Za-z0-9._-]")


@dataclass(frozen=True)
class SenderCard:
    """Who writes: the shop as the headers name it."""

    shop_name: str
    sender: str  # `"The Corner Shop" <shop@example.org>`
    reply_to: str
    host: str  # of PUBLIC_URL
    has_inbox: bool = False  # answers reach us, each by an address of its own


def one_line(text: str, most: int = 300) -> str:
    """For headers: line ends and control characters become a space."""
    return " ".join(_CONTROL.sub(" ", text).split())[:most].rstrip()


def storable(text: str) -> str:
    """For bodies: what the book cannot keep is left out."""
    return _UNSTORABLE.sub("", text)


def named_address(name: str, address: str) -> str:
    """`"Anna Bell" <anna@example.org>`; what has a meaning in addresses is left out of the name."""
    shown = one_line(_MEANS_SOMETHING.sub(" ", name), 60)
    return f'"{shown}" <{address}>' if shown else address


def headers_of(message: Message, card: SenderCard, unsubscribe_url: str) -> dict[str, str]:
    """All headers beside sender, recipient and subject; the same at every attempt."""
    found = {"Message-ID": message.message_id}
    if reply_to := _reply_to(message, card):
        found["Reply-To"] = reply_to
    if message.created_by_id is None or message.message_class != MessageClass.TRANSACTIONAL:
        found |= {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"}
    if message.message_class != MessageClass.TRANSACTIONAL:
        found |= _list_headers(message, card, unsubscribe_url)
    return {name: one_line(value, 900) for name, value in found.items()}


def _reply_to(message: Message, card: SenderCard) -> str:
    """An address of this mail's own; for colleagues and tests the shop's."""
    is_to_a_customer = message.customer_id is not None and message.staff_id is None and not message.is_test
    if card.has_inbox and is_to_a_customer:
        return named_address(card.shop_name, MARKS[REPLY])
    return card.reply_to


def _list_headers(message: Message, card: SenderCard, unsubscribe_url: str) -> dict[str, str]:
    """RFC 2369, 2919 and 8058: which list this is, and how to leave it with one click."""
    topic = message.topic or message.message_class
    found = {
        "List-Id": f"{named_address(card.shop_name, f'{topic}.{card.host}')}",
        "Feedback-ID": f"{message.pk}:{_tag(message.purpose)}:{message.message_class}:{_tag(card.host)}",
    }
    if unsubscribe_url:
        found["List-Unsubscribe"] = f"<{unsubscribe_url}>{_by_mail(card)}"
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found


def _by_mail(card: SenderCard) -> str:
    """For mail programs that know no other way; the click of RFC 8058 comes first."""
    return f", <mailto:{MARKS[LEAVE]}?subject=unsubscribe>" if card.has_inbox else ""


def _tag(text: str) -> str:
    return _NO_TAG.sub("-", text)
