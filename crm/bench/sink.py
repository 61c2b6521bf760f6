"""A mail server that takes everything at once and keeps nothing: `python -m crm.bench.sink PORT`."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from crm.bench.shop import free_port

ANSWERS = {b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}
END_OF_LINE, END_OF_MAIL = b"\r\n", b"\r\n.\r\n"


class Taking(asyncio.Protocol):
    """One connection, from the greeting to the goodbye; what it does is no part of what is measured."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody has something for us."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - TCP has no other
        self.transport, self.rest, self.ends_with = transport, b"", END_OF_LINE
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        """A word of theirs, or a piece of a mail."""
        self.rest += data
        while self.ends_with in self.rest[-len(data) - len(END_OF_MAIL) :]:
            said, _end, self.rest = self.rest.partition(self.ends_with)
            self.answer(said[:4].upper())

    def answer(self, word: bytes) -> None:
        """Yes to everything; the end of a mail is answered too."""
        is_mail = self.ends_with == END_OF_MAIL
        self.transport.write(b"250 taken\r\n" if is_mail else ANSWERS.get(word, b"250 fine\r\n"))
        self.ends_with = END_OF_MAIL if word == b"DATA" and not is_mail else END_OF_LINE
        if word == b"QUIT" and not is_mail:
            self.transport.close()


async def serve(port: int) -> None:
    """Until somebody ends it."""
    server = await asyncio.get_running_loop().create_server(Taking, "127.0.0.1", port)
    await server.serve_forever()


@contextmanager
def a_sink() -> Iterator[int]:
    """A mail server without any delay, in a process of its own."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "crm.bench.sink", str(port)])
    try:
        yield port
    finally:
        process.terminate()
        process.wait()


def leaving_by(port: int) -> dict[str, str]:
    """A shop whose mail really leaves the house, and whose customers come through a proxy."""
    return {
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "MAIL_FROM": "Bench <shop@bench.example>",
        "PUBLIC_URL": "https://bench.example",
        "TRUSTED_PROXIES": "127.0.0.1",
    }


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
