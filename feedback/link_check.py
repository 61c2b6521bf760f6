"""Does an address still answer? Asked outside, with a limit to the time, and never inside our own network."""

import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from typing import Any

from crm.web.outside import PlainOutside, SecretOutside

SECONDS = 8
NOTHING = 0
Ask = Callable[[str], int]


def answer_of(address: str) -> int:
    """What it answers, as HTTP says it; NOTHING where nobody does, or where it is not outside."""
    opener = urllib.request.OpenerDirector()
    for handler in (_Plain(), _Secret(), urllib.request.HTTPRedirectHandler()):
        opener.add_handler(handler)
    opener.add_handler(urllib.request.HTTPDefaultErrorHandler())
    opener.add_handler(urllib.request.HTTPErrorProcessor())
    if not address.startswith(("http://", "https://")):
        return NOTHING
    try:
        with opener.open(urllib.request.Request(address), timeout=SECONDS) as page:  # noqa: S310 - looked at above
            return int(page.status)
    except urllib.error.HTTPError as refused:
        return int(refused.code)
    except (OSError, HTTPException, ValueError):
        return NOTHING


class _Plain(urllib.request.HTTPHandler):
    def http_open(self, request: urllib.request.Request) -> Any:
        return self.do_open(PlainOutside, request)


class _Secret(urllib.request.HTTPSHandler):
    def https_open(self, request: urllib.request.Request) -> Any:
        return self.do_open(SecretOutside, request)
