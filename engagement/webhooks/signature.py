"""How a telling is signed: HMAC-SHA256 over number, time and body, as Standard Webhooks has it."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

BEGINS_WITH = "whsec_"
SIZES = range(24, 65)  # bytes, as Standard Webhooks has it


def new_secret() -> str:
    """As the receiver keeps it."""
    return BEGINS_WITH + base64.b64encode(secrets.token_bytes(32)).decode()


def is_good_secret(secret: str) -> bool:
    """Does it look like one, and is it long enough not to be guessed?"""
    if not secret.startswith(BEGINS_WITH):
        return False
    try:
        key = base64.b64decode(secret.removeprefix(BEGINS_WITH), validate=True)
    except ValueError:
        return False
    return len(key) in SIZES


def signed_headers(number: str, at: int, body: bytes, secrets_in_force: Iterable[str]) -> dict[str, str]:
    """The headers by which the receiver knows that it is we, and when; one signature for each secret."""
    signatures = (_signature(number, at, body, secret) for secret in secrets_in_force)
    return {
        "webhook-id": number,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(signatures),
    }


def _signature(number: str, at: int, body: bytes, secret: str) -> str:
    key = base64.b64decode(secret.removeprefix(BEGINS_WITH))
    made = hmac.new(key, f"{number}.{at}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(made).decode()
