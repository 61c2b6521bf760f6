"""One person at the counter, over real HTTP on a connection that stays open."""

import json
import re
import time
from typing import NamedTuple
from urllib.parse import urlencode

from crm.bench.talk import Talk

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
        self.connection = Talk(port)

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
        request = self._request(method, path, body, headers)
        began = time.perf_counter()
        try:
            reply = self.connection.ask(request)
        except OSError:
            # The server closes a connection that was quiet for two seconds.
            self.connection.close()
            began = time.perf_counter()
            reply = self.connection.ask(request)
        seconds = time.perf_counter() - began
        self.cookies.update(reply.cookies)
        if reply.closes:
            self.connection.close()
        return Answer(reply.status, reply.body, seconds, reply.location)

    def _request(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> bytes:
        sent = (body or "").encode()
        known = {"Host": f"127.0.0.1:{self.port}", "Accept-Encoding": "identity"}
        known |= {"Content-Length": str(len(sent))} if body is not None else {}
        known |= {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        known |= {"Authorization": f"Bearer {self.bearer}"} if self.bearer else {}
        known |= {"X-Forwarded-For": self.address} if self.address else {}
        known |= {"Referer": f"http://127.0.0.1:{self.port}/", **headers}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in known.items())]
        return "\r\n".join([*lines, "", ""]).encode() + sent
