"""Addresses of one mail: an answer to the first is known by it, and a mail to the second leaves its list.

They are the address of the inbox with a sign behind a plus. In what we keep a mark stands in their place, as
for secret links: who reads our book can leave no list in somebody's name.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from engagement.models import Message

REPLY, LEAVE = "r", "u"
MARKS = {REPLY: "{{reply-address}}", LEAVE: "{{leave-address}}"}
KEY_SALT = "engagement.reply_addresses"
SIGN = re.compile(r"\+([ru])([0-9]{1,18})-([0-9a-f]{20})@", re.IGNORECASE)
# Where the address stands to which a mail came: as the sender wrote it, and as servers note it.
ADDRESSED = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")


class Addressed(NamedTuple):
    """A mail of ours, and whether its reader only wants to leave."""

    message: Message
    wants_to_leave: bool


def is_inbox_known() -> bool:
    """Does mail to signed addresses reach us?"""
    return bool(settings.INBOUND_ADDRESS)


def fill_in(text: str, message: Message) -> str:
    """The addresses in the place of the marks, for sending."""
    for kind, mark in MARKS.items():
        if mark in text:
            text = text.replace(mark, _address(kind, message.pk))
    return text


def blur(text: str) -> str:
    """For looking at a mail that has left: what its reader may do with it stays theirs."""
    for mark in MARKS.values():
        text = text.replace(mark, settings.INBOUND_ADDRESS.replace("@", "+…@"))
    return text


def addressed_to(headers: Mapping[str, str]) -> Addressed | None:
    """The mail of ours whose address this one was sent to."""
    for name in ADDRESSED:
        for kind, number, digest in SIGN.findall(headers.get(name, "")):
            if _is_ours(kind.lower(), int(number), digest.lower()):
                message = Message.objects.filter(pk=int(number)).first()
                return Addressed(message, kind.lower() == LEAVE) if message else None
    return None


def _address(kind: str, number: int) -> str:
    local, _at, domain = settings.INBOUND_ADDRESS.rpartition("@")
    return f"{local}+{kind}{number}-{_digest(kind, number, settings.SECRET_KEY)}@{domain}"


def _is_ours(kind: str, number: int, digest: str) -> bool:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(digest, _digest(kind, number, key)) for key in keys)


def _digest(kind: str, number: int, key: str) -> str:
    return salted_hmac(KEY_SALT, f"{kind}{number}", secret=key, algorithm="sha256").hexdigest()[:20]
