"""From words with merge fields to the HTML and the text of a mail. No template engine."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from engagement.models import Brand

FIELD = re.compile(r"\{\{ *([a-z_]{1,40}) *(?:\| *([^{}|]{0,80}?) *)?\}\}")


@dataclass(frozen=True)
class Words:
    """What is written in the template, or for this one mail."""

    subject: str
    body: str
    text_body: str
    message_class: str


@dataclass(frozen=True)
class Frame:
    """What stands around the words."""

    shop_name: str
    legal_name: str
    legal_footer: str
    reason: str
    preferences_url: str
    unsubscribe_url: str
    language: str
    is_test: bool = False


@dataclass(frozen=True)
class Rendering:
    """A mail as it will be read; `missing` are fields without a value and without words instead."""

    subject: str
    html: str
    text: str
    missing: tuple[str, ...]


def render(words: Words, fields: Mapping[str, str], brand: Brand, frame: Frame) -> Rendering:
    """Fill in and frame the words."""
    missing: list[str] = []

    def fill(found: re.Match[str]) -> str:
        value = fields.get(found[1], "") or found[2] or ""
        if not value:
            missing.append(found[1])
        return value

    subject, body = FIELD.sub(fill, words.subject), FIELD.sub(fill, words.body)
    subject = f"[TEST] {subject}" if frame.is_test else subject
    footer = [frame.legal_name or frame.shop_name, frame.legal_footer, frame.reason, frame.preferences_url]
    lines = [line for line in footer if line]
    html = format_html(
        "<!doctype html><html><body>{}<hr>{}</body></html>",
        _paragraphs(body.split("\n\n")),
        _paragraphs(lines),
    )
    text = "\n\n".join([words.text_body or body, "-- ", *lines])
    return Rendering(subject, html, text, tuple(missing))


def _paragraphs(texts: list[str]) -> SafeString:
    return format_html_join("", "<p>{}</p>", ((text,) for text in texts))
