"""From the bytes of a mail to what we want to know of it; whatever arrives, at most MailRefused."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser

MOST_BYTES, MOST_PARTS, DEEPEST = 10_000_000, 200, 20
MOST_TEXT = 20_000
MESSAGE_ID = re.compile(r"<[^<>\s]{3,240}>")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class MailRefused(Exception):
    """Too large, too deep, or no mail at all."""


@dataclass(frozen=True)
class Parsed:
    """What a mail says of itself."""

    message_id: str
    from_email: str = ""
    from_name: str = ""
    subject: str = ""
    text: str = ""
    references: tuple[str, ...] = ()  # the nearest first
    sent_at: datetime | None = None
    headers: dict[str, str] = field(default_factory=dict)  # lower-case name: value, the first of each
    report: dict[str, str] = field(default_factory=dict)  # of a delivery report: action, status, recipient


def parse(raw: bytes) -> Parsed:
    """Raises MailRefused."""
    if len(raw) > MOST_BYTES:
        raise MailRefused("larger than 10 MB")
    try:
        mail = message_from_bytes(raw, policy=policy.default)
        assert isinstance(mail, EmailMessage)  # noqa: S101 - tells mypy
        parts = _parts(mail)
    except (MessageError, RecursionError, ValueError, LookupError) as problem:
        raise MailRefused("not to be read") from problem
    headers = _headers(mail)
    sender = next(iter(getaddresses([headers.get("from", "")])), ("", ""))
    named = MESSAGE_ID.findall(headers.get("message-id", ""))
    references = _references(headers) + _of_the_returned(parts)
    return Parsed(
        message_id=(named[0] if named else f"<{hashlib.sha256(raw).hexdigest()}@fingerprint>")[:250],
        from_email=_clean(sender[1], 254).lower(),
        from_name=_clean(sender[0], 120),
        subject=_clean(headers.get("subject", ""), 300),
        text=_text(parts),
        references=references,
        sent_at=_date(headers.get("date", "")),
        headers=headers,
        report=_report(parts),
    )


def _parts(mail: EmailMessage) -> list[EmailMessage]:
    found: list[EmailMessage] = []
    waiting = [(mail, 0)]
    while waiting:
        part, depth = waiting.pop(0)
        found.append(part)
        if depth > DEEPEST or len(found) > MOST_PARTS:
            raise MailRefused("too many parts")
        if part.is_multipart():
            waiting[:0] = [(inner, depth + 1) for inner in part.iter_parts()]  # type: ignore[misc]
    return found


def _headers(mail: EmailMessage) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in mail.raw_items():
        try:
            shown = str(policy.default.header_fetch_parse(name, value))
        except Exception:  # the standard library stumbles over some headers that robots write
            shown = str(value)
        found.setdefault(name.lower(), shown)
    return found


def _references(headers: dict[str, str]) -> tuple[str, ...]:
    answered = MESSAGE_ID.findall(headers.get("in-reply-to", ""))
    thread = MESSAGE_ID.findall(headers.get("references", ""))
    return tuple(dict.fromkeys([*answered, *reversed(thread)]))


def _of_the_returned(parts: list[EmailMessage]) -> tuple[str, ...]:
    """A bounce brings our mail back, or its headers: its Message-ID says which one it was."""
    found: list[str] = []
    for part in parts[1:]:
        if part["Message-ID"]:
            found += MESSAGE_ID.findall(str(part["Message-ID"]))
        elif part.get_content_type() == "text/rfc822-headers":
            returned = re.search(r"(?im)^message-id:\s*(<[^<>\s]{3,240}>)", _content(part))
            found += [returned[1]] if returned else []
    return tuple(found)


def _report(parts: list[EmailMessage]) -> dict[str, str]:
    """The first recipient of a delivery report (RFC 3464)."""
    lines: dict[str, str] = {}
    for part in parts:
        names = {name.lower(): str(value) for name, value in part.raw_items()}
        if "final-recipient" in names or "original-recipient" in names:
            recipient = names.get("original-recipient") or names.get("final-recipient", "")
            lines.setdefault("recipient", recipient.partition(";")[2].strip().lower())
            lines.setdefault("action", names.get("action", "").strip().lower())
            lines.setdefault("status", names.get("status", "").strip())
    return lines


def _text(parts: list[EmailMessage]) -> str:
    readable = [part for part in parts if not part.is_multipart() and not part.is_attachment()]
    for wanted in ("text/plain", "text/html"):
        for part in readable:
            if part.get_content_type() == wanted:
                text = _content(part)
                return CONTROL.sub("", as_plain(text) if wanted == "text/html" else text)[:MOST_TEXT]
    return ""


def _content(part: EmailMessage) -> str:
    try:
        return str(part.get_content())
    except (LookupError, ValueError, AttributeError):
        payload = part.get_payload(decode=True)
        return payload.decode("latin-1") if isinstance(payload, bytes) else ""


class _Plain(HTMLParser):
    """The words of a page, line by line, without what stands in its head."""

    BREAKS = frozenset(["br", "p", "div", "tr", "li", "h1", "h2", "h3", "blockquote"])
    SILENT = frozenset(["style", "script", "head", "title"])

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self._silent += tag in self.SILENT
        if tag in self.BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in self.SILENT and self._silent > 0

    def handle_data(self, data: str) -> None:  # the name is the library's
        if not self._silent:
            self.words.append(data)


def as_plain(html: str) -> str:
    """HTML as text, for reading; nothing of it is ever shown as HTML."""
    reader = _Plain()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.words).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _date(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _clean(text: str, most: int) -> str:
    return " ".join(CONTROL.sub("", text).split())[:most]
