"""A program that is told: it checks the signature as docs/webhooks.md shows, and answers as it is bid."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parents[3] / "docs/webhooks.md"


def check_of_the_docs() -> Any:
    """The function that the page offers, cut out of it."""
    [sample] = re.findall(r"```python\n(.*?)```", DOCS.read_text(), re.DOTALL)
    names: dict[str, Any] = {}
    exec(sample, names)
    return names["is_from_the_shop"]


@dataclass
class Heard:
    """One telling, as it came in."""

    headers: dict[str, str]
    body: bytes

    @property
    def number(self) -> str:
        return self.headers["webhook-id"]


@dataclass
class Receiver:
    """`answers` are said one after the other, then 204."""

    address: str = ""
    answers: list[int] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    knocks: int = 0
    moves_to: str = ""
    drips: bool = False
    takes: float = 0  # seconds, before each answer

    def numbers(self) -> list[str]:
        return [each.number for each in self.heard]

    def checked(self, secret: str) -> list[bool]:
        check = check_of_the_docs()
        return [check(secret, each.headers, each.body) for each in self.heard]


@contextmanager
def listening() -> Iterator[Receiver]:
    """On a port of its own."""
    receiver, over = Receiver(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.heard.append(Heard({name.lower(): said for name, said in self.headers.items()}, body))
            over.wait(receiver.takes)
            if receiver.drips:
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                while not over.wait(0.05):
                    self.wfile.write(b"x")
            self.send_response(receiver.answers.pop(0) if receiver.answers else 204)
            if receiver.moves_to:
                self.send_header("Location", receiver.moves_to)
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Nobody reads it."""

    class Server(HTTPServer):
        def process_request(self, request: Any, client_address: Any) -> None:
            receiver.knocks += 1
            super().process_request(request, client_address)

        def handle_error(self, *_whose: Any) -> None:
            """Whoever hangs up is no news."""

    server = Server(("127.0.0.1", 0), Handler)
    receiver.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield receiver
    over.set()
    server.shutdown()
    thread.join()
    server.server_close()
