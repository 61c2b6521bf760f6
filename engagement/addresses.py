"""E-mail addresses as we remember those we must not write to: never the address itself."""

import hashlib
import hmac

from engagement.desk import desk


def address_hash(address: str) -> str:
    """The same for an address however it is written; worthless without the salt of this shop."""
    salt = desk().room.salt.encode()
    return hmac.new(salt, address.strip().lower().encode(), hashlib.sha256).hexdigest()


def address_hint(address: str) -> str:
    """Enough for people to know which address is meant: "a…@example.org"."""
    name, _at, domain = address.strip().lower().rpartition("@")
    return f"{name[:1]}…@{domain}"[:80]
