"""What every page knows of our mail: where it stops, for those who can mend it."""

from functools import cache
from typing import Any

from django.http import HttpRequest

from crm.shop.mail import why_mail_stays_here
from engagement.mail_state import stopped_or_braked
from engagement.mailbox_state import mailbox_trouble


def mail_room(request: HttpRequest) -> dict[str, Any]:
    """The room is asked only for somebody who may restart it, and once in a page."""
    return {
        "mail_stays_here": why_mail_stays_here(),
        "stopped_or_braked": cache(stopped_or_braked),
        "mailbox_trouble": cache(mailbox_trouble),
    }
