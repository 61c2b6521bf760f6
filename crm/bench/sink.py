"""A mail server that takes everything at once and keeps nothing: `python -m crm.bench.sink PORT`."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from crm.bench.shop import free_port

LONGEST = 2**24
ANSWERS = {b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}


async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One connection, from the greeting to the goodbye."""
    writer.write(b"220 sink\r\n")
    while line := await reader.readline():
        word = line[:4].upper()
        writer.write(ANSWERS.get(word, b"250 fine\r\n"))
        if word == b"QUIT":
            break
        if word == b"DATA":
            await reader.readuntil(b"\r\n.\r\n")
            writer.write(b"250 taken\r\n")
    writer.close()


async def serve(port: int) -> None:
    """Until somebody ends it."""
    server = await asyncio.start_server(talk, "127.0.0.1", port, limit=LONGEST)
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
