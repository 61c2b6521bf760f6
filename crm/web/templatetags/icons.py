"""`{% icon "user-plus" %}`: one of lucide's icons, inline, silent for screen readers."""

from functools import cache
from importlib.resources import files
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import structlog
from django import template
from django.utils.safestring import SafeString
from lucide import IconDoesNotExist

register = template.Library()
logger = structlog.get_logger(__name__)
INSTEAD = "circle"
SVG = "http://www.w3.org/2000/svg"


@cache
def _drawings() -> ZipFile:
    """Lucide's own tag reads the list of its 1,700 anew for each: 0.4 s for a process's first page.

    In memory, because processes that share an open file would read from each other's places.
    """
    return ZipFile(BytesIO((files("lucide") / "lucide.zip").read_bytes()))


@cache
def draw(name: str, size: int = 20, extra: str = "") -> SafeString:
    """The icon as SVG; raises IconDoesNotExist."""
    try:
        svg = ET.fromstring(_drawings().read(f"{name}.svg"))  # noqa: S314 - lucide's, not a stranger's
    except KeyError as unknown:
        raise IconDoesNotExist(name) from unknown
    for node in svg.iter():
        node.tag = node.tag.removeprefix(f"{{{SVG}}}")
    words = {"class": f"icon {extra}".strip(), "aria-hidden": "true", "focusable": "false"}
    svg.attrib.update(width=str(size), height=str(size), **words)
    return SafeString(ET.tostring(svg, encoding="unicode"))


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
