"""Calling an address that somebody typed: never one inside our own network, whatever its name says.

Asked where the name leads at the moment of connecting, and connected to what was looked at, so that the
name cannot lead elsewhere a moment later.
"""

import ipaddress
import socket
from http.client import HTTPConnection, HTTPSConnection
from typing import Any

# A name may have several places; more than these nobody waits for.
MOST_PLACES = 2
# All that has ever been given out of version 6; the rest is near, or leads who knows where.
GIVEN_OUT = ipaddress.ip_network("2000::/3")
# Those of it that carry an address of version 4: where they lead, that one says.
CARRIERS = [ipaddress.ip_network(each) for each in ("2002::/16", "2001::/32")]


class NotOutside(OSError):
    """The name leads into a network of our own: whoever typed it asks us to knock there for them."""


def outside(host: str, port: int) -> list[tuple[Any, ...]]:
    """Where a name leads, when all of it is outside. Raises NotOutside."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not all(is_outside(str(where[4][0])) for where in found):
        raise NotOutside(host)
    return list(found)


def is_outside(written: str) -> bool:
    """Is this a place on the open internet? What cannot be read is none."""
    try:
        place = ipaddress.ip_address(written)
    except ValueError:
        return False
    if isinstance(place, ipaddress.IPv6Address):
        if place.ipv4_mapped:
            return is_outside(str(place.ipv4_mapped))
        if place not in GIVEN_OUT or any(place in carrier for carrier in CARRIERS):
            return False
    return place.is_global and not place.is_multicast


def _connect(address: tuple[str, int], timeout: float, *_more: object) -> socket.socket:
    """To what was looked at, one place after the other."""
    *before, last = outside(*address)[:MOST_PLACES]
    for *_kind, where in before:
        try:
            return socket.create_connection(where[:2], timeout)
        except OSError:
            continue
    return socket.create_connection(last[4][:2], timeout)


class PlainOutside(HTTPConnection):
    """HTTP to the open internet only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._create_connection = _connect


class SecretOutside(HTTPSConnection):
    """HTTPS to the open internet only; certificate and host name stay those of the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._create_connection = _connect
