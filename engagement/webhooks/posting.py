"""Handing a telling over: to the open internet, within seconds, and without following anywhere.

Of the answer only its number is kept.
"""

import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from crm.web.outside import NotOutside, SecretOutside
from engagement.models import Obstacle

# To reach them, and then for their answer, as docs/webhooks.md says: one that is slow holds a worker up.
CONNECT_SECONDS, SECONDS = 3, 5
MOST_READ = 4_096
GOOD = range(200, 300)
ELSEWHERE = range(300, 400)
PORTS = {None, 443, 8443}


class Answer(NamedTuple):
    """What came back: a status, or what stood in the way."""

    status: int | None = None
    obstacle: str = ""


def is_in_own_network(address: str) -> bool:
    """Has whoever runs this machine named it? Then it may be near, and without encryption."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" in settings.WEBHOOK_OWN_NETWORK


def post(address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Tell it once."""
    try:
        status = _exchange(address, body, headers)
    except NotOutside:
        return Answer(obstacle=Obstacle.INSIDE)
    except ssl.SSLCertVerificationError:
        return Answer(obstacle=Obstacle.CERTIFICATE)
    except TimeoutError:
        return Answer(obstacle=Obstacle.TOO_SLOW)
    except (OSError, HTTPException, ValueError):
        return Answer(obstacle=Obstacle.UNREACHABLE)
    if status in GOOD:
        return Answer(status)
    return Answer(status, Obstacle.REDIRECT if status in ELSEWHERE else Obstacle.REFUSED)


def _exchange(address: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Raises TimeoutError when the answer takes too long, drop by drop too."""
    parts = urlsplit(address)
    connection = _connection(parts)
    connection.connect()
    assert connection.sock is not None  # noqa: S101 - just connected
    connection.sock.settimeout(SECONDS)
    ends_at = time.monotonic() + SECONDS
    cutter = Timer(SECONDS, _cut, [connection.sock])
    cutter.start()
    try:
        status = _ask(connection, parts, body, headers)
    except (OSError, HTTPException, ValueError) as problem:
        raise (TimeoutError() if time.monotonic() >= ends_at else problem) from problem
    finally:
        cutter.cancel()
        connection.close()
    # Cut off in the middle of an answer, what came until then reads like one.
    if time.monotonic() >= ends_at:
        raise TimeoutError
    return status


def _ask(connection: HTTPConnection, parts: SplitResult, body: bytes, headers: Mapping[str, str]) -> int:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request("POST", path, body, dict(headers))
    answer = connection.getresponse()
    answer.read(MOST_READ)
    return answer.status


def _connection(parts: SplitResult) -> HTTPConnection:
    host = parts.hostname or ""
    if is_in_own_network(parts.geturl()):
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        return kind(host, parts.port, timeout=CONNECT_SECONDS)
    # Asked again here: what was typed was looked at once, and may have come in by a restore.
    if parts.scheme != "https" or parts.port not in PORTS:
        raise NotOutside(host)
    context = ssl.create_default_context()
    return SecretOutside(host, parts.port, timeout=CONNECT_SECONDS, context=context)


def _cut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
