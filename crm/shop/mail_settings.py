"""Where mail goes: a mail server, a provider of django-anymail, or, until either is named, nowhere.

And the mailbox from which it is fetched, where there is one.
"""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from crm.environment import json_object, secret, text
from crm.safety import LOOPBACK

# A name in front of the @ has 64 signs, and ours come behind it.
MOST_LOCAL = 20


def mail_settings() -> dict[str, object]:
    """All settings about mail. MAIL_TRANSPORT is what really carries it, see crm/shop/mail.py."""
    server = environ.Env().email_url_config(secret("EMAIL_URL", "consolemail://"))
    provider = text("MAIL_PROVIDER", "")
    return {
        **server,
        "MAIL_TRANSPORT": f"anymail.backends.{provider}.EmailBackend"
        if provider
        else server["EMAIL_BACKEND"],
        "INBOUND_ADDRESS": _inbound_address(),
        "EMAIL_BACKEND": "crm.shop.mail.HoldableBackend",
        "DEFAULT_FROM_EMAIL": text("MAIL_FROM", "Regulars <shop@localhost>"),
        "EMAIL_TIMEOUT": 15,
        "ANYMAIL": {"REQUESTS_TIMEOUT": 15, **json_object("MAIL_PROVIDER_SETTINGS")},
    }


@dataclass(frozen=True)
class MailboxAddress:
    """A folder on an IMAP server, and who opens it."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    is_secure: bool = True


def mailbox_settings() -> MailboxAddress | None:
    """What INBOUND_URL says; None without one. Its value is in no complaint."""
    url = secret("INBOUND_URL", "")
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured("INBOUND_URL is no address.") from None
    if parts.scheme not in {"imap", "imaps"} or not (parts.hostname and parts.username and parts.password):
        raise ImproperlyConfigured("INBOUND_URL must be imaps://name:password@host/folder.")
    if parts.scheme == "imap" and parts.hostname not in LOOPBACK:
        raise ImproperlyConfigured("INBOUND_URL must begin with imaps:// to reach another machine.")
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if not (folder.isascii() and folder.isprintable()):
        raise ImproperlyConfigured("INBOUND_URL must name its folder as the server does, in ASCII.")
    return MailboxAddress(
        host=parts.hostname,
        port=port or (993 if parts.scheme == "imaps" else 143),
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=folder,
        is_secure=parts.scheme == "imaps",
    )


def _inbound_address() -> str:
    """Where answers reach the shop by themselves, under whatever stands behind a plus."""
    address = text("INBOUND_ADDRESS", "")
    local, _at, domain = address.rpartition("@")
    if address and (not local or not domain or len(local) > MOST_LOCAL or set(address) & set("+<>, \t\r\n")):
        raise ImproperlyConfigured(
            "INBOUND_ADDRESS must be a plain address without a plus: answers@example.com"
        )
    return address
