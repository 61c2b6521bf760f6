"""A container's question to its own web server."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from crm.embedded.healthcheck import lives
from crm.embedded.places import REPOSITORY


class Answer(BaseHTTPRequestHandler):
    """200 for the shop's own name, 400 for any other, as Django does it."""

    def do_GET(self) -> None:
        self.send_response(200 if self.headers["Host"] == "crm.example" else 400)
        self.end_headers()

    def log_message(self, *words: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def status(port: int, hosts: str) -> int:
    surroundings = os.environ | {"PORT": str(port), "ALLOWED_HOSTS": hosts}
    command = [sys.executable, "crm/embedded/healthcheck.py"]
    return subprocess.run(command, check=False, cwd=REPOSITORY, env=surroundings).returncode


def test_lives_asks_under_the_first_name_that_is_allowed(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "crm.example,localhost")
    assert lives(port)

    monkeypatch.setenv("ALLOWED_HOSTS", "other.example")
    assert not lives(port)


def test_healthcheck_tells_the_container_by_its_status(port: int) -> None:
    assert (status(port, "crm.example"), status(port, "other.example")) == (0, 1)


def test_lives_of_nobody_is_false() -> None:
    assert not lives(1)
