"""Secret addresses for customers: a link opens one thing to whoever holds it, without an account.

Only a hash of the token is kept; the token is made again from the nonce and the shop's secret key. Renderings
that we keep hold a mark, `{{link:12}}`, in its place: who reads our book cannot open a customer's pages.
"""

import base64
import hashlib
import re
import secrets
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import CharField, DateTimeField, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from crm.web.written_out import Blank, Question
from customers.models import Customer
from engagement.models import LinkPurpose, Message, MessageState, PublicLink

# Where the pages of each purpose are: `path(f"{PATHS[LinkPurpose.CARD]}<str:token>/", …)`.
PATHS: dict[str, str] = {
    LinkPurpose.PREFERENCES: "u/",
    LinkPurpose.CLICK: "c/",
    LinkPurpose.CARD: "card/",
    LinkPurpose.VOUCHER: "voucher/",
    LinkPurpose.ATTENDANCE: "attend/",
    LinkPurpose.SURVEY: "s/",
}
MARK = re.compile(r"\{\{link:([0-9]{1,18})\}\}")
KEY_SALT = "engagement.public_links"


def make_link(
    purpose: str,
    *,
    customer: Customer | None = None,
    message: Message | None = None,
    topic: str = "",
    about: str = "",
    target: str = "",
    expires_at: datetime | None = None,
) -> str:
    """A new secret address below PUBLIC_URL; a mail on its way writes its links down with its words."""
    nonce = secrets.token_hex(16)
    token = _token(nonce, purpose, settings.SECRET_KEY)
    link = PublicLink(
        token_hash=_hash(token),
        nonce=nonce,
        purpose=purpose,
        customer=customer,
        message=message,
        topic=topic,
        about=about,
        target=target,
        expires_at=expires_at,
    )
    if message is not None and message.state == MessageState.SENDING:
        link.pk = _number_for(message)
        message.new_links.append(link)
    else:
        link.save(force_insert=True)
    if message is not None:
        message.own_links.append(link)
    return _address(purpose, token)


def _number_for(message: Message) -> int:
    """The one that came with the mail, or another."""
    number, message.link_number = message.link_number, None
    if number is not None:
        return number
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('engagement_publiclink_id_seq')")
        return int(cursor.fetchone()[0])


def find_link(token: str, purpose: str) -> PublicLink | None:
    """The link somebody holds, unless it was taken back or is over; with its customer and mail."""
    return next(iter(_links().ask(**holding(token, purpose))), None)


def held_link() -> QuerySet[PublicLink]:
    """The same as a part of a question about what it is for; `holding` fills in whose it is."""
    usable = PublicLink.objects.usable(Blank("now", DateTimeField()))
    return usable.filter(token_hash=Blank("token_hash", CharField()), purpose=Blank("purpose", CharField()))


def holding(token: str, purpose: str) -> dict[str, Any]:
    """What is asked when somebody comes with this token."""
    return {"now": timezone.now(), "token_hash": _hash(token), "purpose": purpose}


@cache
def _links() -> Question[PublicLink]:
    return Question(held_link().select_related("customer", "message"))


def made_before(message: Message, purpose: str) -> str:
    """The address for this purpose that an attempt before made for this mail, if one did."""
    made = (link for link in message.own_links if link.purpose == purpose)
    return next(map(link_url, made), "")


def link_url(link: PublicLink) -> str:
    """The address of a link again; also after SECRET_KEY changed, while the old one is a fallback."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    tokens = [_token(link.nonce, link.purpose, key) for key in keys]
    fitting = [token for token in tokens if _hash(token) == link.token_hash]
    return _address(link.purpose, (fitting or tokens)[0])


def hiding(links: list[PublicLink]) -> Callable[[str], str]:
    """Puts marks in the place of these secret addresses, for keeping; made once for all texts of a mail."""
    marks = [(link_url(link), f"{{{{link:{link.pk}}}}}") for link in links]

    def hide(text: str) -> str:
        for address, mark in marks:
            text = text.replace(address, mark)
        return text

    return hide


def show_links(text: str, message: Message) -> str:
    """The addresses in the place of the marks, for sending and showing; only those of this mail."""
    addresses = {link.pk: link_url(link) for link in message.own_links} if MARK.search(text) else {}
    return MARK.sub(lambda mark: addresses.get(int(mark[1]), ""), text)


def blur_links(text: str) -> str:
    """Nothing in the place of the marks: what only the customer may open stays theirs."""
    return MARK.sub("#", text)


def _token(nonce: str, purpose: str, key: str) -> str:
    digest = salted_hmac(KEY_SALT, f"{nonce}{purpose}", secret=key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _address(purpose: str, token: str) -> str:
    return f"{settings.PUBLIC_URL}/{PATHS[purpose]}{token}/"
