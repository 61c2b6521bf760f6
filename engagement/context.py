"""What every page knows of our mail: where it stops, for those who can mend it."""

from functools import cache
from typing import Any

from django.http import HttpRequest

from crm.shop.mail import why_mail_stays_here
from engagement.mailbox_state import mailbox_trouble
from engagement.signs import stopped_or_braked


def mail_room(request: HttpRequest) -> dict[str, Any]:
    """What stops mail came with the shop; the mailbox is asked once, and only for those who can mend it."""
    return {
        "mail_stays_here": why_mail_stays_here(),
        "stopped_or_braked": stopped_or_braked(getattr(request, "shop", None)),
        "mailbox_trouble": cache(mailbox_trouble),
    }
