"""The last door of all mail: after a restore it stays shut until the owner opens it."""

import logging
from collections.abc import Sequence
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from crm.shop.models import ShopSettings

logger = logging.getLogger(__name__)

LOG_ONLY = "django.core.mail.backends.console.EmailBackend"
# Where mail ends up in a log or nowhere, and never with a person.
GOES_NOWHERE = {LOG_ONLY, "django.core.mail.backends.dummy.EmailBackend"}


class StaysHere(StrEnum):
    """Why no mail can leave the house."""

    NO_SERVER = "no_server"  # nobody said where mail goes
    THIS_MACHINE = "this_machine"  # its links would lead to the reader's own machine
    PLAIN_HTTP = "plain_http"  # its secret links would travel in the open


def why_mail_stays_here() -> StaysHere | None:
    """What is missing before mail can leave; None when nothing is."""
    if settings.MAIL_TRANSPORT in GOES_NOWHERE:
        return StaysHere.NO_SERVER
    address = urlsplit(settings.PUBLIC_URL)
    if _is_this_machine(address.hostname or ""):
        return StaysHere.THIS_MACHINE
    return None if address.scheme == "https" else StaysHere.PLAIN_HTTP


def mail_is_set_up() -> bool:
    """Can mail leave the house at all? Until then it only reaches the log, or is kept to be looked at."""
    return why_mail_stays_here() is None


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host in {"", "localhost"} or host.endswith(".localhost")


class HoldableBackend(BaseEmailBackend):
    """Hands mail to the real transport (settings.MAIL_TRANSPORT), unless it is held."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        shop = ShopSettings.current()
        if shop and shop.mail_held_since:
            logger.warning("mail_held count=%d", len(email_messages))
            return 0
        transport = settings.MAIL_TRANSPORT if mail_is_set_up() else _stays_here()
        connection = get_connection(transport, fail_silently=self.fail_silently)
        return connection.send_messages(list(email_messages)) or 0


def _stays_here() -> str:
    transport: str = settings.MAIL_TRANSPORT
    return transport if transport in GOES_NOWHERE else LOG_ONLY
