"""Somebody at the counter, over real HTTP: signs in and sends forms."""

import re
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import NamedTuple
from urllib.error import HTTPError, URLError

from tests.patience import PATIENCE

# Of a survey page that was opened: it goes back with the answer.
MARK = re.compile(r'name="page" value="([^"]+)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Reply(NamedTuple):
    """Status 0 means that nobody answered."""

    status: int
    text: str
    headers: dict[str, str]
    url: str = ""


class Visitor:
    """One browser without a screen."""

    def __init__(self, base: str) -> None:
        self.base, self.token = base, ""
        self.address = ""  # where they say they come from, to a shop that believes its proxy
        # A shop whose mail may leave believes that it is reached by https; here we stand behind that door.
        cookies = CookieJar(DefaultCookiePolicy(secure_protocols=("http", "https")))
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))

    def get(self, path: str) -> Reply:
        reply = self._ask(urllib.request.Request(self.base + path))
        if found := TOKEN.search(reply.text):
            self.token = found[1]
        return reply

    def post(self, path: str, **fields: str) -> Reply:
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": self.token, **fields}).encode()
        request = urllib.request.Request(self.base + path, body, {"Referer": self.base + path})
        return self._ask(request)

    def _ask(self, request: urllib.request.Request) -> Reply:
        if self.address:
            request.add_header("X-Forwarded-For", self.address)
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                return Reply(answer.status, answer.read().decode(), dict(answer.headers), answer.url)
        except HTTPError as refusal:
            return Reply(refusal.code, refusal.read().decode(), dict(refusal.headers))
        except (URLError, OSError):
            return Reply(0, "", {})


OLGA = {"login": "olga@shop.example", "password": "correct horse battery staple"}


def sign_in(base: str) -> Visitor:
    """The owner, signed in anew."""
    visitor = Visitor(base)
    visitor.get("/account/login/")
    assert visitor.post("/account/login/", **OLGA).url.endswith("/today/")
    visitor.get("/customers/new/")
    return visitor


def open_shop(base: str) -> Visitor:
    """The owner of a shop that was opened a moment ago, signed in."""
    visitor = Visitor(base)
    visitor.get("/welcome/")
    opened = visitor.post(
        "/welcome/",
        shop_name="Paper",
        country="GB",
        time_zone="Europe/London",
        currency="GBP",
        owner_name="Olga",
        owner_email=OLGA["login"],
        password=OLGA["password"],
    )
    assert opened.url.endswith("/today/"), opened
    visitor.get("/customers/new/")
    return visitor
