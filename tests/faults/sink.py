"""A mail server as a process of its own: it writes down every mail before it says yes, and can be killed."""

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from crm.embedded.places import REPOSITORY
from crm.embedded.processes import die_with_parent
from tests.patience import PATIENCE, wait_until


class Taken(NamedTuple):
    """One mail, as it arrived."""

    message_id: str
    to: str
    at: float
    raw: str

    @property
    def mail(self) -> EmailMessage:
        return message_from_bytes(self.raw.encode(), policy=policy.default)  # type: ignore[arg-type]


class Sink:
    """`sink.does(seconds=0.3)`, `sink.does(RCPT="451 later")`, `sink.does(hangs_up_after="DATA")`."""

    def __init__(self, folder: Path, port: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.book, self.mood, self.port = folder / "taken.jsonl", folder / "mood.json", port
        self.book.touch()
        self.does(seconds=0.0)
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.faults.sink", str(self.book), str(self.mood), str(self.port)]
        self.process = subprocess.Popen(
            command,
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # the library warns at every name and password
            text=True,
            preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509 - it only calls the kernel
        )
        assert self.process.stdout
        assert self.process.stdout.readline() == "open\n"

    def does(self, **mood: object) -> None:
        """From the next word on; what is not named is as usual."""
        fresh = self.mood.with_suffix(".new")
        fresh.write_text(json.dumps(mood))
        fresh.replace(self.mood)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)
        if self.process.stdout:
            self.process.stdout.close()

    def hang(self) -> None:
        """It is there, and says nothing."""
        psutil.Process(self.process.pid).suspend()

    def go_on(self) -> None:
        with suppress(psutil.Error):
            psutil.Process(self.process.pid).resume()

    @property
    def taken(self) -> list[Taken]:
        whole = [line for line in self.book.read_text().splitlines(keepends=True) if line.endswith("\n")]
        return [Taken(*json.loads(line)) for line in whole]

    @property
    def seen(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(taken.message_id for taken in self.taken)

    def mail_to(self, address: str) -> EmailMessage:
        """Their newest mail, sooner or later."""
        wait_until(
            lambda: any(taken.to == address for taken in self.taken), told=lambda: f"none to {address}"
        )
        return next(taken for taken in reversed(self.taken) if taken.to == address).mail


class Desk:
    """What aiosmtpd asks, in the process of the sink."""

    def __init__(self, book: Path, mood: Path) -> None:
        self.book, self.mood = book, mood

    async def handle_MAIL(  # noqa: N802 - the name is the library's
        self, server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        envelope.mail_from = address
        return self.answer(server, "MAIL")

    async def handle_RCPT(  # noqa: N802
        self, server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answer(server, "RCPT")

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        mood = json.loads(self.mood.read_text())
        await asyncio.sleep(mood.get("seconds", 0.0))
        answer = str(mood.get("DATA", "250 fine"))
        if answer.startswith("250"):
            self.write_down(bytes(envelope.content or b""), envelope.rcpt_tos[0])
        return self.answer(server, "DATA")

    def write_down(self, raw: bytes, to: str) -> None:
        number = str(message_from_bytes(raw, policy=policy.default)["Message-ID"])
        with self.book.open("a") as book:
            book.write(json.dumps([number, to, time.time(), raw.decode()]) + "\n")

    def answer(self, server: Any, word: str) -> str:
        mood = json.loads(self.mood.read_text())
        if mood.get("hangs_up_after") == word:
            server.transport.abort()
        return str(mood.get(word, "250 fine"))


def main(book: str, mood: str, port: str) -> None:
    from aiosmtpd.smtp import SMTP, AuthResult

    desk = Desk(Path(book), Path(mood))

    def may_enter(*_asked: object) -> AuthResult:
        return AuthResult(success="AUTH" not in json.loads(desk.mood.read_text()), handled=False)

    async def serve() -> None:
        loop = asyncio.get_running_loop()

        def guest() -> SMTP:
            return SMTP(desk, authenticator=may_enter, auth_require_tls=False, loop=loop)

        server = await loop.create_server(guest, "127.0.0.1", int(port))
        print("open", flush=True)  # noqa: T201 - the test waits for it
        await server.serve_forever()

    asyncio.run(serve())


if __name__ == "__main__":
    main(*sys.argv[1:])
