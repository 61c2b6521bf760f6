"""The last door of all mail: after a restore it stays shut until the owner opens it."""

import logging
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from crm.shop.models import ShopSettings

logger = logging.getLogger(__name__)

# Where mail ends up in a log or nowhere, and never with a person.
GOES_NOWHERE = {
    "django.core.mail.backends.console.EmailBackend",
    "django.core.mail.backends.dummy.EmailBackend",
}


def mail_is_set_up() -> bool:
    """Can mail leave the house at all? Before the shop has a mail server it only reaches the log."""
    return settings.MAIL_TRANSPORT not in GOES_NOWHERE


class HoldableBackend(BaseEmailBackend):
    """Hands mail to the real transport (settings.MAIL_TRANSPORT), unless it is held."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        shop = ShopSettings.current()
        if shop and shop.mail_held_since:
            logger.warning("mail_held count=%d", len(email_messages))
            return 0
        transport = get_connection(settings.MAIL_TRANSPORT, fail_silently=self.fail_silently)
        return transport.send_messages(list(email_messages)) or 0
