"""A mail as staff look at it: as it arrives, with what became of it in words."""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from engagement.envelope import LOGO, logo_of
from engagement.models import Brand, Message, MessageEvent
from engagement.public_links import blur_links, show_links
from engagement.reply_addresses import blur, fill_in

_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
# Links open beside the page: a frame is no place to go anywhere.
_OPENS_ELSEWHERE = '<base target="_blank">'


@dataclass(frozen=True)
class MailView:
    """What the page shows beside the row itself."""

    headers: list[tuple[str, str]]
    text: str
    own_words: str
    events: list[MessageEvent]


def view_of(message: Message) -> MailView:
    """Everything about one mail, for its page."""
    shown = _links(message)
    version = message.template_version
    return MailView(
        headers=[
            (name, shown(_addressed(value, message))) for name, value in sorted(message.headers.items())
        ],
        text=shown(message.text),
        own_words=version.body if version else message.own_body,
        events=list(message.events.order_by("at", "pk")),
    )


def as_it_arrives(message: Message) -> str:
    """Its HTML with its picture in it."""
    return for_a_frame(_links(message)(message.html))


def for_a_frame(html: str) -> str:
    """The HTML of a mail for the frame of a page: with the logo in it, links opening elsewhere."""
    if f"cid:{LOGO}" in html:
        html = html.replace(f"cid:{LOGO}", _picture())
    head = _HEAD.search(html)
    return html[: head.end()] + _OPENS_ELSEWHERE + html[head.end() :] if head else _OPENS_ELSEWHERE + html


def _links(message: Message) -> Callable[[str], str]:
    """What was kept here works, to be tried; a link in a mail that arrived is for its reader only."""
    is_here = message.is_captured or message.is_test
    return partial(show_links, message=message) if is_here else blur_links


def _addressed(value: str, message: Message) -> str:
    return fill_in(value, message) if message.is_captured or message.is_test else blur(value)


def _picture() -> str:
    picture = logo_of(Brand.current())
    if picture is None:
        return "data:,"
    content = picture.get_payload(decode=True)
    assert isinstance(content, bytes)  # noqa: S101 - tells mypy
    return f"data:{picture.get_content_type()};base64,{base64.b64encode(content).decode()}"
