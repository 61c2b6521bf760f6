"""A mail of text and HTML as the bytes that a server gets: what Python's own writer writes, written sooner.

That one takes a fourth of what a mail costs. It still writes whatever is not as plain as most mails are.
"""

import re
import secrets
from email.policy import compat32
from email.utils import formatdate, parseaddr
from functools import lru_cache

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.message import forbid_multi_line_headers, sanitize_address

ENCODING = "utf-8"
LONGEST_LINE, LONGEST_HEADER = 998, 76
LINES = re.compile(r"\r\n|\r|\n")
PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+")
# A header that stays as it is: one line of words with single spaces between them.
PLAIN_HEADER = re.compile(r"[!-~]+(?: [!-~]+)*")
POLICY = compat32.clone(linesep="\r\n")
SET_APART = {"from", "to", "cc", "reply-to"}


def written(mail: EmailMessage) -> bytes | None:
    """The whole mail; None where Django has to write it."""
    if not isinstance(mail, EmailMultiAlternatives) or mail.attachments or mail.cc or mail.bcc:
        return None
    parts = [(mail.body, "text/plain"), *((part[0], part[1]) for part in mail.alternatives)]
    bodies = [_body(content, kind) for content, kind in parts]
    if len(bodies) != 2 or not mail.body:
        return None
    boundary = f"==={secrets.token_hex(16)}=="
    head = _line("Content-Type", f'multipart/alternative;\n boundary="{boundary}"') + b"MIME-Version: 1.0\r\n"
    between = f"\r\n--{boundary}\r\n".encode()
    whole = [head, *(_line(name, value) for name, value in _headers(mail))]
    for body in bodies:
        if body is None:
            return None
        whole += [between, body]
    return b"".join([*whole, f"\r\n--{boundary}--\r\n".encode()])


def envelope_address(address: str) -> str:
    """Who it goes to, or comes from, as the server is told."""
    alone = parseaddr(address)[1]
    return alone if PLAIN_ADDRESS.fullmatch(alone) else sanitize_address(address, ENCODING)


def _headers(mail: EmailMultiAlternatives) -> list[tuple[str, str]]:
    """In the order in which Django sets them."""
    more = {name: str(value) for name, value in mail.extra_headers.items()}
    said = {name.lower() for name in more}
    lists = (("To", mail.to), ("Reply-To", mail.reply_to))
    own = [("Subject", str(mail.subject)), ("From", more.get("From", mail.from_email))]
    own += [(name, ", ".join(map(str, every))) for name, every in lists if every and name not in more]
    if "date" not in said:
        own.append(("Date", formatdate(localtime=settings.EMAIL_USE_LOCALTIME)))
    return own + [(name, value) for name, value in more.items() if name.lower() not in SET_APART]


def _line(name: str, value: str) -> bytes:
    if len(name) + len(value) + 2 <= LONGEST_HEADER and PLAIN_HEADER.fullmatch(value):
        return f"{name}: {value}\r\n".encode()
    return _folded(name, value)


@lru_cache(maxsize=500)
def _folded(name: str, value: str) -> bytes:
    """As Django and Python write it."""
    if name != "Content-Type":
        name, value = forbid_multi_line_headers(name, value, ENCODING)
    return POLICY.fold_binary(name, value)


def _body(content: object, kind: str) -> bytes | None:
    """A part with its own head; None when a line of it is too long for a server."""
    lines = LINES.split(str(content))
    encoded = [line.encode(ENCODING) for line in lines]
    if max(map(len, encoded)) > LONGEST_LINE:
        return None
    body = b"\r\n".join(encoded)
    how = "7bit" if body.isascii() else "8bit"
    head = f'Content-Type: {kind}; charset="utf-8"\r\nMIME-Version: 1.0\r\n'
    return f"{head}Content-Transfer-Encoding: {how}\r\n\r\n".encode() + body
