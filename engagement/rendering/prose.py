"""Prose written as Markdown, as HTML and as plain text.

A small part of Markdown: paragraphs, headings, lists, quotes, bold, italic, links, lines. No pictures (mail
holds nothing remote), no code, no HTML.
"""

import re
from functools import cache

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

from engagement.rendering.slots import QUOTED, Slots

TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "h1", "h2", "h3", "blockquote", "hr"}
SCHEMES = {"http", "https", "mailto", "tel"}
_OFF = ["image", "backticks", "code", "fence", "html_block", "html_inline", "lheading", "reference"]
_ANCHOR = re.compile(r"(<a\b[^>]*>.*?</a>)", re.DOTALL)
_BARE = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]")


@cache
def parser() -> MarkdownIt:
    """One for all: it keeps nothing between two texts."""
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(_OFF)


def as_html(prose: str, slots: Slots) -> SafeString:
    """Clean HTML with marks in it."""
    clean = cleaned(parser().render(prose))
    pieces = _ANCHOR.split(clean)
    return SafeString("".join(p if p.startswith("<a") else _linked(p, slots) for p in pieces))


def cleaned(html: str) -> str:
    """Only what a letter needs; doing it twice changes nothing."""
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=None)


def as_text(prose: str) -> str:
    """The same words for those who read plain text."""
    writer = _TextWriter()
    for token in parser().parse(prose):
        writer.write(token)
    return "\n".join(writer.lines).strip("\n")


def targets_of(prose: str) -> list[str]:
    """Where the links in these words lead."""
    inline = [child for token in parser().parse(prose) for child in token.children or ()]
    return [str(token.attrs["href"]) for token in inline if token.type == "link_open"] + [
        found[0] for token in inline if token.type == "text" for found in _BARE.finditer(token.content)
    ]


def _linked(html: str, slots: Slots) -> str:
    bare = _BARE.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', html)
    return "".join(p if p.startswith("<a") else slots.linked(p) for p in _ANCHOR.split(bare))


class _TextWriter:
    """Walks over Markdown and writes lines; lists and quotes are indented."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._indents: list[str] = []
        self._numbers: list[int | None] = []
        self._bullet = ""

    def write(self, token: Token) -> None:
        """One token of a block; what is only a frame is left out."""
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            if not self._numbers:
                self._gap()
            self._numbers.append(int(token.attrs.get("start", 1)) if "ordered" in token.type else None)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self._numbers.pop()
        elif token.type == "list_item_open":
            self._begin_item()
        elif token.type == "blockquote_open":
            self._gap()
            self._indents.append(QUOTED)
        elif token.type in {"list_item_close", "blockquote_close"}:
            self._indents.pop()
            self._bullet = ""
        elif token.type == "hr":
            self._put("-" * 20)
        elif token.type == "inline":
            self._put(_inline(token.children or []))

    def _begin_item(self) -> None:
        number = self._numbers[-1]
        self._bullet = "- " if number is None else f"{number}. "
        if number is not None:
            self._numbers[-1] = number + 1
        self._indents.append(" " * len(self._bullet))

    def _put(self, words: str) -> None:
        if not self._bullet:
            self._gap()
        for line in words.split("\n"):
            outside = "".join(self._indents[:-1] if self._bullet else self._indents)
            self.lines.append(f"{outside}{self._bullet}{line}".rstrip())
            self._bullet = ""

    def _gap(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")


def _inline(tokens: list[Token]) -> str:
    """Words in a line; a link shows where it leads behind its words."""
    written: list[str] = []
    targets: list[tuple[str, int]] = []
    for token in tokens:
        if token.type == "text":
            written.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            written.append("\n")
        elif token.type == "link_open":
            targets.append((str(token.attrs["href"]), len(written)))
        elif token.type == "link_close":
            target, begin = targets.pop()
            shown = target.removeprefix("mailto:").removeprefix("tel:")
            written.append("" if "".join(written[begin:]) == shown else f" ({shown})")
    return "".join(written)
