"""The little Markdown the shop writes in: paragraphs, lists, bold, links. Never raw HTML."""

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

ALLOWED = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h2", "h3", "blockquote", "hr"}
LINKS = {"http", "https", "mailto", "tel"}
RULES = ("paragraph", "text", "newline", "emphasis", "link", "list", "heading", "blockquote", "hr", "escape")
_reader = MarkdownIt("zero", {"html": False, "linkify": False, "typographer": False}).enable(list(RULES))


def marked_up(text: str) -> SafeString:
    """Harmless HTML: whatever is not on the list is left out, whoever wrote it."""
    html = nh3.clean(
        _reader.render(text), tags=ALLOWED, attributes={"a": {"href"}}, url_schemes=LINKS, link_rel="noopener"
    )
    return SafeString(html)
