"""A small IMAP server on this machine, over real TLS: it keeps mails and flags, and does as it is told."""

import asyncio
import base64
import re
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from crm.embedded.certificate import make_certificate
from crm.shop.mail_settings import MailboxAddress

NAME, PASSWORD = "shop@shop.example", 'pass "word\\'
WORDS = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


@dataclass
class Kept:
    """One mail in the folder."""

    raw: bytes
    flags: set[str] = field(default_factory=set)
    arrived: datetime = field(default_factory=lambda: datetime.now(UTC))
    told_size: int = 0  # what the server claims, where it lies


@dataclass
class ImapServer:
    """Mails by their UID; `hangs_up_at` is the command in the middle of which it goes away."""

    certificates: Path
    mails: dict[int, Kept] = field(default_factory=dict)
    password: str = PASSWORD
    folder: str = "INBOX"
    hangs_up_at: str = ""
    asked: list[str] = field(default_factory=list)
    port: int = 0

    def put(self, raw: bytes, **more: object) -> int:
        """A mail arrives."""
        uid = max(self.mails, default=10) + 1
        self.mails[uid] = Kept(raw, **more)  # type: ignore[arg-type]
        return uid

    def flags(self, uid: int) -> set[str]:
        return self.mails[uid].flags

    @property
    def address(self) -> MailboxAddress:
        return MailboxAddress("localhost", self.port, NAME, self.password, self.folder)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(b"* OK ready\r\n")
            while line := (await reader.readline()).decode().strip():
                tag, _space, rest = line.partition(" ")
                self.asked.append(rest)
                if self.hangs_up_at and self.hangs_up_at in rest:
                    break
                if rest == "AUTHENTICATE PLAIN":
                    writer.write(b"+ \r\n")
                    rest += " " + (await reader.readline()).decode().strip()
                writer.write(self.reply(tag, rest))
                await writer.drain()
                if rest == "LOGOUT":
                    break
        except ConnectionError:
            return
        finally:
            writer.close()

    def reply(self, tag: str, line: str) -> bytes:
        """What is said to one command, with the line that ends it."""
        words = [
            quoted.replace("\\\\", "\\").replace('\\"', '"') or plain for quoted, plain in WORDS.findall(line)
        ]
        said, is_fine = self._obey(words[0].upper(), words[1:], line)
        lines = [part if part.endswith(b"\r\n") else part + b"\r\n" for part in said]
        return b"".join(lines) + f"{tag} {'OK done' if is_fine else 'NO sorry'}\r\n".encode()

    def _obey(self, command: str, words: list[str], line: str) -> tuple[list[bytes], bool]:
        if command == "CAPABILITY":
            return [b"* CAPABILITY IMAP4rev1 AUTH=PLAIN"], True
        if command == "LOGIN":
            return [], words == [NAME, self.password]
        if command == "AUTHENTICATE":
            return [], base64.b64decode(words[1]).decode() == f"\0{NAME}\0{self.password}"
        if command == "SELECT":
            return [b"* 1 EXISTS"], words == [self.folder]
        if command == "UID":
            return getattr(self, f"_{words[0].lower()}")(words[1:], line), True
        return [], command in {"LOGOUT", "NOOP"}

    def _search(self, words: list[str], _line: str) -> list[bytes]:
        since = datetime.strptime(words[words.index("SINCE") + 1], "%d-%b-%Y").date()
        found = [
            uid
            for uid, kept in self.mails.items()
            if not kept.flags & {"\\Seen", "\\Flagged"} and kept.arrived.date() >= since
        ]
        # A server may name them in any order.
        return [f"* SEARCH {' '.join(str(uid) for uid in reversed(found))}".rstrip().encode()]

    def _fetch(self, words: list[str], line: str) -> list[bytes]:
        uid = int(words[0])
        kept = self.mails.get(uid)
        if kept is None:
            return []
        if "RFC822.SIZE" in line:
            return [f"* 1 FETCH (UID {uid} RFC822.SIZE {kept.told_size or len(kept.raw)})".encode()]
        assert "BODY.PEEK" in line, "reading must not mark"
        return [f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(kept.raw)}}}\r\n".encode(), kept.raw + b")"]

    def _store(self, words: list[str], line: str) -> list[bytes]:
        self.mails[int(words[0])].flags |= set(re.findall(r"\\\w+", line.partition("(")[2]))
        return []


@contextmanager
def running(folder: Path) -> Iterator[ImapServer]:
    """The server in a thread of its own, with a certificate for "localhost" in `folder`."""
    make_certificate(folder, ("localhost",))
    server = ImapServer(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "shop.pem", folder / "shop-key.pem")
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    starting = asyncio.start_server(server.answer, "localhost", 0, ssl=context)
    listening = asyncio.run_coroutine_threadsafe(starting, loop).result(10)
    server.port = listening.sockets[0].getsockname()[1]
    yield server
    loop.call_soon_threadsafe(listening.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()
