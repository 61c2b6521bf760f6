"""The shop's mailbox, over IMAP: what nobody has read there yet, mail by mail.

TLS with a checked certificate, except to this machine. Nothing is deleted: what was taken in is marked as
read, what nobody can read is flagged as well.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from enum import StrEnum
from typing import Any

from crm.shop.mail_settings import MailboxAddress
from engagement.inbound.parsing import MOST_BYTES

SECONDS = 15
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxProblem(StrEnum):
    """Told apart by what has to be done; the words are those of the trail."""

    AWAY = "mailbox.away"
    UNTRUSTED = "mailbox.untrusted"
    REFUSED = "mailbox.refused_us"
    NO_FOLDER = "mailbox.has_no_folder"


class MailboxTrouble(Exception):
    """We do not get to the mail."""

    def __init__(self, kind: MailboxProblem) -> None:
        super().__init__(kind)
        self.kind = kind


class _Bounded:
    """Whatever a server says it will send: more than the largest mail is not read into memory."""

    def read(self, size: int) -> bytes:
        """A literal of this many bytes."""
        if size > MOST_BYTES + 1:
            raise imaplib.IMAP4.abort("too large")
        return super().read(size)  # type: ignore[misc,no-any-return]


class _Secure(_Bounded, imaplib.IMAP4_SSL):
    """TLS from the first word on."""


class _Plain(_Bounded, imaplib.IMAP4):
    """To this machine only; see crm/shop/mail_settings.py."""


class Mailbox:
    """One folder, opened. Mails are named by their UID, which stays."""

    def __init__(self, talk: imaplib.IMAP4) -> None:
        self._talk = talk

    def unread(self, *, since: date, most: int) -> list[str]:
        """The oldest that arrived since this day and that nobody has read or flagged."""
        day = f"{since.day}-{MONTHS[since.month - 1]}-{since.year}"
        found = self._uid("SEARCH", "UNSEEN", "UNFLAGGED", "UNDELETED", "SINCE", day)
        uids = (found[0] or b"").split() if found else []
        return [uid.decode("ascii") for uid in sorted(uids, key=int)[:most]]

    def size(self, uid: str) -> int:
        """In bytes; 0 when it is gone meanwhile."""
        found = b" ".join(
            part for part in self._uid("FETCH", uid, "(RFC822.SIZE)") if isinstance(part, bytes)
        )
        told = SIZE.search(found)
        return int(told[1]) if told else 0

    def raw(self, uid: str) -> bytes:
        """The mail as it came; nothing is marked by reading it."""
        parts = self._uid("FETCH", uid, f"(BODY.PEEK[]<0.{MOST_BYTES + 1}>)")
        return next((part[1] for part in parts if isinstance(part, tuple)), b"")

    def mark(self, uid: str, *, flagged: bool = False) -> None:
        """It is taken in; or flagged, for people to look at."""
        self._uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen \Flagged)" if flagged else r"(\Seen)")

    def _uid(self, *words: str) -> list[Any]:
        answer, parts = self._talk.uid(*words)
        if answer != "OK":
            raise MailboxTrouble(MailboxProblem.AWAY)
        return parts


@contextmanager
def open_mailbox(address: MailboxAddress) -> Iterator[Mailbox]:
    """Raises MailboxTrouble, also for what happens while it is open."""
    try:
        talk = _connect(address)
        try:
            _sign_in(talk, address)
            yield Mailbox(talk)
        finally:
            _say_goodbye(talk)
    except ssl.SSLCertVerificationError as problem:
        raise MailboxTrouble(MailboxProblem.UNTRUSTED) from problem
    except (OSError, imaplib.IMAP4.error) as problem:
        raise MailboxTrouble(MailboxProblem.AWAY) from problem


def _connect(address: MailboxAddress) -> imaplib.IMAP4:
    if address.is_secure:
        trusted = ssl.create_default_context()
        return _Secure(address.host, address.port, ssl_context=trusted, timeout=SECONDS)
    return _Plain(address.host, address.port, timeout=SECONDS)


def _sign_in(talk: imaplib.IMAP4, address: MailboxAddress) -> None:
    try:
        if f"{address.user}{address.password}".isascii():
            talk.login(address.user, address.password)
        else:
            secret = f"\0{address.user}\0{address.password}".encode()
            talk.authenticate("PLAIN", lambda _challenge: secret)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as problem:
        raise MailboxTrouble(MailboxProblem.REFUSED) from problem
    quoted = address.folder.replace("\\", "\\\\").replace('"', '\\"')
    if talk.select(f'"{quoted}"')[0] != "OK":
        raise MailboxTrouble(MailboxProblem.NO_FOLDER)


def _say_goodbye(talk: imaplib.IMAP4) -> None:
    try:
        talk.logout()
    except (OSError, imaplib.IMAP4.error):
        # They are gone already: the library leaves its end open then.
        with suppress(OSError):
            talk.shutdown()
