"""`{% icon "user-plus" %}`: one of lucide's icons, inline, silent for screen readers."""

from functools import cache

from django import template
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

register = template.Library()


@register.simple_tag
@cache
def icon(name: str, size: int = 20, extra: str = "") -> SafeString:
    """The icon as SVG. Say in words beside it what it means: it is hidden from assistive technology."""
    words = {"class": f"icon {extra}".strip(), "aria_hidden": "true", "focusable": "false"}
    return lucide(str(name), size=int(size), **words)  # type: ignore[return-value]
