"""One person at the counter, over real HTTP on a connection that stays open."""

import json
import re
import time
from http.client import HTTPConnection, HTTPException
from typing import NamedTuple
from urllib.parse import urlencode

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


class Answer(NamedTuple):
    """What came back, and after how many seconds."""

    status: int
    body: bytes
    seconds: float
    location: str


class Client:
    """Keeps its cookies and its CSRF token."""

    def __init__(self, port: int, *, cookies: dict[str, str] | None = None, bearer: str = "") -> None:
        self.port, self.bearer = port, bearer
        self.cookies = cookies if cookies is not None else {}
        self.token = ""
        self.address = ""  # where they say they come from, to a shop that believes its proxy
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)

    def get(self, path: str, *, htmx: bool = False) -> Answer:
        answer = self._ask("GET", path, None, {"HX-Request": "true"} if htmx else {})
        if found := TOKEN.search(answer.body):
            self.token = found[1].decode()
        return answer

    def post(self, path: str, fields: dict[str, str], *, htmx: bool = False) -> Answer:
        body = urlencode({"csrfmiddlewaretoken": self.token, **fields})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, body, headers | ({"HX-Request": "true"} if htmx else {}))

    def send(self, path: str, value: object, *, key: str) -> Answer:
        """JSON to the API, with an idempotency key."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        return self._ask("POST", path, json.dumps(value), headers)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        began = time.perf_counter()
        try:
            reply = self._try(method, path, body, headers)
        except (HTTPException, OSError):
            # The server closes a connection that was quiet for two seconds.
            self.connection.close()
            began = time.perf_counter()
            reply = self._try(method, path, body, headers)
        content = reply.read()
        seconds = time.perf_counter() - began
        for name, value in reply.getheaders():
            if name.lower() == "set-cookie":
                key, _equals, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return Answer(reply.status, content, seconds, reply.getheader("Location") or "")

    def _try(self, method: str, path: str, body: str | None, headers: dict[str, str]):  # type: ignore[no-untyped-def]
        known = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        known |= {"Authorization": f"Bearer {self.bearer}"} if self.bearer else {}
        known |= {"X-Forwarded-For": self.address} if self.address else {}
        known |= {"Referer": f"http://127.0.0.1:{self.port}/"}
        self.connection.request(method, path, body, {**known, **headers})
        return self.connection.getresponse()
