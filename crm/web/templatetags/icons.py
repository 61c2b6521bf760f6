"""`{% icon "user-plus" %}`: one of lucide's icons, inline, silent for screen readers."""

from functools import cache

import structlog
from django import template
from django.utils.safestring import SafeString
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

register = template.Library()
logger = structlog.get_logger(__name__)
INSTEAD = "circle"


@cache
def draw(name: str, size: int = 20, extra: str = "") -> SafeString:
    """The icon as SVG; raises IconDoesNotExist."""
    words = {"class": f"icon {extra}".strip(), "aria_hidden": "true", "focusable": "false"}
    return lucide(str(name), size=int(size), **words)  # type: ignore[return-value] # it is one, whatever it says


@register.simple_tag
def icon(name: str, size: int = 20, extra: str = "") -> SafeString:
    """Say in words beside it what it means: it is hidden from assistive technology.

    A picture that is missing is no reason to refuse the page: a circle takes its place.
    """
    try:
        return draw(name, size, extra)
    except IconDoesNotExist:
        logger.warning("icon_missing", icon=name)
        return draw(INSTEAD, size, extra)
